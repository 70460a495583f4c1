"""What a shopper types: how many, who receives it and where, a word to each booth."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backend.accounts import selectors as accounts
from backend.accounts.models import Address
from backend.core import codes
from backend.core.money import MAX_QUANTITY
from backend.orders.rules import Contact, Destination
from backend.regions import selectors as regions
from backend.regions.models import Commune
from frontend.fields import (
    CommuneField,
    EmailField,
    LineField,
    PhoneField,
    ProvinceField,
    TextField,
)

NEW_ADDRESS = "new"
EACH = "each"
MOST_NOTE = 500


class WholeField(forms.CharField):
    """A number in plain digits; what `int` would also take ("1_0", "٣", "1.0") is refused."""

    def __init__(self, *, most: int, wrong: Any, **kwargs: Any) -> None:
        super().__init__(error_messages={"required": wrong}, **kwargs)
        self.most, self.wrong = most, wrong

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value).strip()
        if not typed and not self.required:
            return None
        if not re.fullmatch("[0-9]{1,18}", typed) or not 1 <= int(typed) <= self.most:
            raise ValidationError(self.wrong, code="quantity")
        return int(typed)


def _quantity(**kwargs: Any) -> WholeField:
    wrong = _("Số lượng là số nguyên từ 1 tới %(most)s.") % {"most": "9.999"}
    return WholeField(most=MAX_QUANTITY, wrong=wrong, **kwargs)


class NewLineForm(forms.Form):
    variant = WholeField(most=10**18, wrong=_("Chọn một loại hàng."))
    quantity = _quantity()
    next = forms.CharField(required=False)


class LineForm(forms.Form):
    """A line that cannot be bought now shows no quantity to change."""

    quantity = _quantity(required=False)


class CheckoutForm(forms.Form):
    """Recipient and place. A member's kept address, chosen by `saved`, answers for both."""

    name = LineField(
        longest=120,
        label=_("Họ và tên người nhận"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(help_text=_("Người bán và người giao hàng gọi số này."))
    email = EmailField(required=False)
    province = ProvinceField()
    commune = CommuneField(widget=forms.Select(attrs={"class": "recounts"}))
    street = LineField(
        longest=255,
        label=_("Số nhà, thôn, đường"),
        help_text=_("Ví dụ: Tổ 3, ấp Mỹ Đông. Không có số nhà cũng được."),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    saved = forms.CharField(required=False)
    keep_address = forms.BooleanField(label=_("Lưu địa chỉ này vào sổ của tôi"), required=False)
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.address = self._saved_address()
        if self.address:
            for name in ("name", "phone", "province", "commune", "street"):
                self.fields[name].required = False
        commune: Any = self.fields["commune"]
        commune.offer(self["province"].value())

    def _saved_address(self) -> Address | None:
        """Another person's address looks like none: NotFound."""
        chosen = str(self["saved"].value() or "")
        if not self.user.is_authenticated or not chosen.isdecimal():
            return None
        return accounts.address_of(self.user, int(chosen))

    def clean_key(self) -> str:
        """A key that nobody could have been given by us is as good as none."""
        key: str = self.cleaned_data["key"]
        return key if re.fullmatch(r"[\w-]{20,64}", key, re.ASCII) else codes.token()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.address:
            for name in ("name", "phone", "province", "commune", "street"):
                self.errors.pop(name, None)
        elif cleaned.get("province") and cleaned.get("commune"):
            try:
                cleaned["commune"] = CommuneField.within(cleaned["province"], cleaned["commune"])
            except ValidationError as error:
                self.add_error("commune", error)
        return cleaned

    @property
    def place(self) -> Commune | None:
        """Where it goes, known before all else is right."""
        if self.address:
            return self.address.commune
        code, province = self["commune"].value(), self["province"].value()
        return regions.commune_or_none(str(code or ""), str(province or ""))

    @property
    def contact(self) -> Contact:
        typed = self.address or self.cleaned_data
        name, phone = (
            (typed.name, typed.phone)
            if isinstance(typed, Address)
            else (typed["name"], typed["phone"])
        )
        return Contact(name, phone, self.cleaned_data.get("email") or "")

    @property
    def destination(self) -> Destination:
        if self.address:
            return Destination(self.address.commune_id, self.address.street)
        return Destination(self.cleaned_data["commune"].code, self.cleaned_data["street"])


class BoothForm(forms.Form):
    """What is chosen of one booth's offer; the field names begin with the booth's slug."""

    delivery = forms.CharField(required=False)
    payment = forms.CharField(required=False)
    note = TextField(
        longest=MOST_NOTE,
        required=False,
        label=_("Lời nhắn cho người bán"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @classmethod
    def of(cls, slug: str, typed: Mapping[str, Any] | None) -> "BoothForm":
        return cls(typed if typed is not None else {}, prefix=slug)


class FindPurchaseForm(forms.Form):
    code = LineField(longest=40, label=_("Mã đơn"), help_text=_("Bắt đầu bằng DM hoặc DH."))
    phone = PhoneField(label=_("Số điện thoại đã ghi khi đặt"))


class CancelForm(forms.Form):
    reason = LineField(longest=200, required=False, label=_("Vì sao huỷ?"))
