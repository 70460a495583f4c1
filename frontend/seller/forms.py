"""What a producer types: how a parcel goes, why not, what it costs, how many, days away."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from backend.catalogue import services as catalogue
from backend.catalogue.models import Variant
from backend.core import clock
from backend.core.errors import DomainError
from backend.logistics.models import Shipment
from backend.orders.models import Order
from frontend.fields import DongField, LineField, PhoneField
from frontend.formats import dong, number

DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y"]
MOMENTS = ["%Y-%m-%dT%H:%M", "%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M"]
REQUIRED = {"required": _("Bạn điền giúp ô này.")}


class SellerForm(forms.Form):
    """A form that can carry a service's refusal back to the field it is about."""

    def refused(self, refusal: DomainError) -> None:
        wrong = refusal.errors[0].field if refusal.errors else ""
        self.add_error(wrong if wrong in self.fields else None, str(refusal))


class ShipForm(SellerForm):
    """With whom the parcel went. Each way asks for its own numbers and takes no others."""

    OF_A_WAY = {
        "post": {"waybill"},
        "bus": {"bus_number", "bus_phone", "arrives_at"},
        "own": {"arrives_at"},
    }

    way = forms.ChoiceField(
        label=_("Gửi bằng gì?"),
        choices=[(way.value, way.label) for way in Shipment.Way if way != Shipment.Way.PICKUP],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một cách gửi.")},
    )
    waybill = LineField(
        longest=40,
        label=_("Mã vận đơn"),
        required=False,
        help_text=_("In trên biên lai bưu điện, khách dùng để theo dõi."),
    )
    bus_number = LineField(
        longest=40, label=_("Biển số xe"), required=False, help_text=_("Ví dụ: 36B-012.34")
    )
    bus_phone = PhoneField(label=_("Điện thoại nhà xe"), required=False)
    arrives_at = forms.DateTimeField(
        label=_("Tới nơi lúc"),
        required=False,
        input_formats=MOMENTS,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Viết giờ và ngày, ví dụ 15:40 21/11/2026.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        wanted = self.OF_A_WAY.get(cleaned.get("way", ""), set())
        if "bus_number" in wanted and not cleaned.get("bus_number"):
            self.add_error("bus_number", ValidationError(_("Ghi biển số xe để khách ra đón.")))
        empty: dict[str, datetime | str | None] = {"arrives_at": None}
        for name in ("waybill", "bus_number", "bus_phone", "arrives_at"):
            if name not in wanted or not cleaned.get(name):
                cleaned[name] = empty.get(name, "")
        return cleaned


class PickupForm(SellerForm):
    pickup_code = LineField(
        longest=12,
        label=_("Mã nhận hàng của khách"),
        help_text=_("6 số, khách mở đơn mua là thấy."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_pickup_code(self) -> str:
        return str(self.cleaned_data["pickup_code"]).replace(" ", "")


class CancelForm(SellerForm):
    """Why the booth cannot send; buyers read the words as they stand here."""

    SAID = [
        ("sold_out", _("Vừa hết hàng")),
        ("spoiled", _("Hàng không đạt, không dám gửi")),
        ("far", _("Không gửi tới nơi này được")),
        ("asked", _("Khách nhờ huỷ")),
        ("other", _("Lý do khác")),
    ]

    why = forms.ChoiceField(
        label=_("Vì sao?"),
        choices=SAID,
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một lý do để khách biết.")},
    )
    words = LineField(
        longest=200, label=_("Nói thêm với khách"), required=False,
        help_text=_("Ví dụ: mẻ mới ra ngày 5/12."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("why") == "other" and not cleaned.get("words"):
            self.add_error("words", ValidationError(_("Viết vài chữ để khách biết vì sao.")))
        return cleaned

    @property
    def reason(self) -> str:
        why, words = self.cleaned_data["why"], self.cleaned_data["words"]
        with override("vi"):  # stored, and read by the buyer
            said = "" if why == "other" else str(dict(self.SAID)[why])
        return ". ".join(filter(None, (said, words)))


class LoseForm(SellerForm):
    note = LineField(
        longest=200,
        label=_("Chuyện gì đã xảy ra?"),
        help_text=_("Ví dụ: bưu điện báo mất, thùng vỡ dọc đường."),
    )


class NoteForm(SellerForm):
    note = LineField(
        longest=200,
        label=_("Ghi chú"),
        required=False,
        help_text=_("Ví dụ: đã chuyển lại lúc 15:40, 4 số cuối 1234."),
    )


class AssignForm(SellerForm):
    """Which of the orders that wait for money this transfer is for."""

    order = forms.ChoiceField(
        label=_("Tiền này của đơn nào?"), error_messages={"required": _("Chọn một đơn hàng.")}
    )

    def __init__(self, *args: Any, orders: list[Order], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["order"])
        field.choices = [
            ("", _("Chọn đơn hàng")),
            *((order.code, _order_words(order)) for order in orders),
        ]


def _order_words(order: Order) -> str:
    return f"{dong(order.total_vnd)} · {order.purchase.contact_name} · {order.code}"


class VariantForm(SellerForm):
    """Price and count of one sale unit, with the version the seller looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    price_vnd = DongField(label=_("Giá bán"))
    on_hand = forms.IntegerField(
        label=_("Trong kho"),
        min_value=0,
        max_value=catalogue.MOST_ON_HAND,
        error_messages={
            **REQUIRED,
            "invalid": _("Viết một số tròn, ví dụ 12."),
            "min_value": _("Không thể ít hơn 0."),
            "max_value": _("Nhiều nhất 1.000.000."),
        },
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    @classmethod
    def of(cls, variant: Variant, data: Any = None) -> "VariantForm":
        return cls(
            data,
            prefix=f"v{variant.pk}",
            initial={
                "version": variant.version,
                "price_vnd": number(variant.price_vnd),
                "on_hand": variant.on_hand,
            },
        )

    def is_of(self, data: Any) -> bool:
        return self.add_prefix("version") in data


class HolidayForm(SellerForm):
    starts = forms.DateField(
        label=_("Nghỉ từ ngày"),
        input_formats=DAYS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={**REQUIRED, "invalid": _("Viết ngày, ví dụ 21/11/2026.")},
    )
    ends = forms.DateField(
        label=_("Đến hết ngày"),
        input_formats=DAYS,
        required=False,
        help_text=_("Bỏ trống nếu chưa hẹn ngày bán lại."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Viết ngày, ví dụ 21/11/2026.")},
    )
    note = LineField(
        longest=200, label=_("Nhắn khách"), required=False,
        help_text=_("Ví dụ: nhà có giỗ, mở lại sáng thứ hai."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", ValidationError(_("Ngày cuối phải sau ngày bắt đầu nghỉ.")))
        elif ends and ends < clock.today():
            self.add_error("ends", ValidationError(_("Ngày này đã qua.")))
        return cleaned
