"""What an officer decides and records."""

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backend.booths import rules as booths
from backend.booths.models import Review
from backend.catalogue.models import Product
from backend.core import clock
from backend.core.errors import DomainError
from backend.curation import rules, services
from backend.curation import selectors as curation
from backend.curation.models import Recognition
from frontend.fields import LineField

DAYS = ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y"]
FIRST_DAY = date(1990, 1, 1)  # older decisions are typing errors


class DecisionForm(forms.Form):
    """One of the decisions that the booth's state allows; some must be explained."""

    outcome = forms.ChoiceField(label=_("Quyết định"), widget=forms.RadioSelect)
    reason = LineField(
        longest=500,
        label=_("Lý do, việc cần làm"),
        required=False,
        help_text=_("Gian hàng đọc nguyên văn. Bắt buộc khi không duyệt."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = booths.outcomes_from(state)
        outcome = cast(forms.ChoiceField, self.fields["outcome"])
        outcome.choices = [(word, Review.Outcome(word).label) for word in possible]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        outcome = booths.OUTCOMES.get(cleaned.get("outcome", ""))
        if outcome and outcome.needs_reason and not cleaned.get("reason"):
            self.add_error("reason", ValidationError(_("Viết lý do để gian hàng biết cần làm gì.")))
        return cleaned


class ProductField(forms.ModelChoiceField):
    def label_from_instance(self, product: Product) -> str:
        return f"{product.name} · {product.booth_name}"


class RecognitionForm(forms.Form):
    """A recognition as its decision tells it. OCOP ends 36 months after the decision."""

    product = ProductField(
        label=_("Sản phẩm"), queryset=Product.objects.none(), empty_label=_("Chọn sản phẩm")
    )
    kind = forms.ChoiceField(label=_("Loại"), choices=Recognition.Kind.choices)
    stars = forms.TypedChoiceField(
        label=_("Số sao OCOP"),
        choices=[("", "–"), (3, "3"), (4, "4"), (5, "5")],
        coerce=int,
        empty_value=None,
        required=False,
    )
    title = LineField(
        longest=160, label=_("Tên công nhận"), help_text=_("Ví dụ: OCOP 4 sao; Làng nghề Ba Làng")
    )
    decision_number = LineField(longest=60, label=_("Số quyết định"))
    authority = LineField(longest=160, label=_("Cơ quan quyết định"))
    decided_on = forms.DateField(
        label=_("Ngày quyết định"),
        input_formats=DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "21/11/2026"}),
    )
    valid_until = forms.DateField(
        label=_("Có giá trị đến"),
        input_formats=DAYS,
        required=False,
        help_text=_("Bỏ trống: OCOP tính 36 tháng, loại khác không hết hạn."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "21/11/2029"}),
    )
    evidence = forms.ChoiceField(
        label=_("Căn cứ"),
        choices=Recognition.Evidence.choices,
        help_text=_("Sao chỉ hiện khi có quyết định hoặc thông tin của cơ quan nhà nước."),
    )
    file = forms.FileField(
        label=_("Tệp quyết định"),
        required=False,
        help_text=_("PDF hoặc ảnh, tối đa 10 MB. Chỉ cán bộ xem được."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"}),
    )

    def __init__(self, *args: Any, province_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        product = cast(ProductField, self.fields["product"])
        product.queryset = curation.products_of(province_code)

    def facts(self) -> dict[str, Any]:
        """What the service wants; raises Invalid for a file that is no PDF or picture."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "file"}
        file = self.cleaned_data.get("file")
        return {**facts, "evidence_file": services.keep_evidence(file.read()) if file else ""}

    def refused(self, refusal: DomainError) -> None:
        wrong = refusal.errors[0].field if refusal.errors else ""
        field = "file" if wrong == "evidence_file" else wrong
        self.add_error(field if field in self.fields else None, str(refusal))

    def clean_decided_on(self) -> date:
        day: date = self.cleaned_data["decided_on"]
        if not FIRST_DAY <= day <= clock.today():
            raise ValidationError(_("Ngày quyết định không thể ở tương lai."), code="range")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_ocop = cleaned.get("kind") == Recognition.Kind.OCOP
        if is_ocop and not cleaned.get("stars"):
            self.add_error("stars", ValidationError(_("Chọn 3, 4 hoặc 5 sao.")))
        if not is_ocop:
            cleaned["stars"] = None
        begins, ends = cleaned.get("decided_on"), cleaned.get("valid_until")
        if is_ocop and begins and not ends:
            cleaned["valid_until"] = rules.ocop_end(begins)
        if begins and ends and ends <= begins:
            self.add_error("valid_until", ValidationError(_("Phải sau ngày quyết định.")))
        return cleaned
