"""Form fields that read what people type by the market's own rules."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backend.core import text
from backend.core.errors import Invalid
from backend.core.money import MAX_PRICE_VND, MIN_PRICE_VND
from backend.regions import selectors as regions
from backend.regions.models import Commune


class _Typed(forms.CharField):
    """A text read by one function of core.text; its refusal becomes the field's error."""

    default_error_messages = {"required": _("Bạn điền giúp ô này.")}

    def read(self, typed: str) -> Any:
        raise NotImplementedError

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        return answer(self.read, typed) if typed not in self.empty_values else self.empty_value


def answer(reader: Callable[[str], Any], typed: str) -> Any:
    """What `reader` makes of the text; raises the form's own error where it refuses."""
    try:
        return reader(typed)
    except Invalid as refusal:
        raise ValidationError(str(refusal.message), code=refusal.code) from refusal


class LineField(_Typed):
    """One line of at most `longest` letters, counted as readers count them (NFC)."""

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.longest = longest

    def read(self, typed: str) -> str:
        return text.clean_line(typed, self.longest)


class TextField(LineField):
    widget = forms.Textarea

    def read(self, typed: str) -> str:
        return text.clean_text(typed, self.longest)


class PhoneField(_Typed):
    """Any way of writing a phone number; gives E.164."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Số điện thoại"))
        super().__init__(**kwargs)
        self.widget.input_type = "tel"
        self.widget.attrs.update(
            {"autocomplete": self.widget.attrs.get("autocomplete", "tel"), "inputmode": "tel"}
        )

    def read(self, typed: str) -> str:
        return text.phone(typed)


class EmailField(_Typed):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "E-mail")
        super().__init__(**kwargs)
        self.widget.input_type = "email"
        self.widget.attrs.update({"autocomplete": "email", "inputmode": "email"})

    def read(self, typed: str) -> str:
        return text.email(typed)


class DongField(_Typed):
    """A price as producers write it ("50.000đ", "50k"); gives whole đồng."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "numeric"})

    def read(self, typed: str) -> int:
        amount = text.dong(typed)
        if not MIN_PRICE_VND <= amount < MAX_PRICE_VND:
            raise Invalid(_("Giá từ 1.000 ₫ trở lên."), code="price")
        return amount


class CommuneField(forms.CharField):
    """A commune by its code, held against the province chosen beside it; gives the Commune.

    The form calls `offer` with that province when it is made, and `within` when it is cleaned,
    since the two fields are one answer.
    """

    widget = forms.Select
    default_error_messages = {"required": _("Chọn xã, phường nơi nhận.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Xã, phường"))
        super().__init__(**kwargs)

    def offer(self, province_code: str | None) -> None:
        """Without script one chooses from the list of the province."""
        communes = regions.communes_of(province_code or "")
        same = Counter(commune.folded for commune in communes)
        first = _("Chọn xã, phường") if communes else _("Chọn tỉnh trước")
        self.widget.choices = [
            ("", first),
            *((each.code, _told_apart(each, same[each.folded])) for each in communes),
        ]

    @staticmethod
    def named(code: str | None) -> str:
        """What stands in the type-ahead for a code that is held already."""
        commune = regions.commune_or_none(code or "")
        return str(commune) if commune else ""

    @staticmethod
    def within(province_code: str, commune_code: str) -> Commune:
        commune = regions.commune_or_none(commune_code, province_code)
        if commune is None:
            raise ValidationError(
                _("Chọn một xã, phường của tỉnh này trong danh sách."), code="commune"
            )
        return commune


def _told_apart(commune: Commune, namesakes: int) -> str:
    former = regions.formerly(commune) if namesakes > 1 else ()
    return f"{commune} ({_('trước đây:')} {former[0]})" if former else str(commune)


def province_choices() -> list[tuple[str, str]]:
    return [("", str(_("Chọn tỉnh, thành phố"))), *((p.code, str(p)) for p in regions.provinces())]


class ProvinceField(forms.ChoiceField):
    default_error_messages = {
        "required": _("Chọn tỉnh, thành phố."),
        "invalid_choice": _("Chọn tỉnh, thành phố."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Tỉnh, thành phố"))
        super().__init__(choices=province_choices, **kwargs)
