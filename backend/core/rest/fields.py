"""Read one value strictly: a JSON type is not guessed from another one."""

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from backend.core import money, text
from backend.core.errors import Invalid

MAX_PAGE_SIZE = 100
DEFAULT_PAGE_SIZE = 24
MAX_BIGINT = 2**63 - 1

_DIGITS = re.compile(r"-?[0-9]{1,19}\Z")
_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"


def reads_text(field: serializers.Field[Any, Any, Any, Any]) -> bool:
    """Query parameters arrive as text, so numbers and flags are read from it."""
    return getattr(field.root, "reads_text", False)


def cleaned(clean: Callable[[], Any]) -> Any:
    """What a cleaner of core.text returns, its refusal told in the serializer's way."""
    try:
        return clean()
    except Invalid as error:
        raise serializers.ValidationError(str(error.message), code=error.code) from None


class StrictInteger(serializers.IntegerField):
    """A JSON integer: no text, no fraction, no boolean."""

    default_error_messages = {
        "invalid": _("Phải là số nguyên."),
        "max_value": _("Không được lớn hơn {max_value}."),
        "min_value": _("Không được nhỏ hơn {min_value}."),
    }

    def __init__(
        self, *, min_value: int = -MAX_BIGINT - 1, max_value: int = MAX_BIGINT, **kwargs: Any
    ) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        if reads_text(self) and isinstance(data, str) and _DIGITS.match(data):
            return int(data)
        if type(data) is not int:
            self.fail("invalid")
        return data


class QuantityField(StrictInteger):
    """Whole sale units, 1 to 9,999."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=money.MAX_QUANTITY, **kwargs)


class DongField(StrictInteger):
    """Whole đồng; a price starts at `min_value=money.MIN_PRICE_VND`."""

    def __init__(
        self, *, min_value: int = 0, max_value: int = money.MAX_PRICE_VND, **kwargs: Any
    ) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)


class PageSizeField(serializers.IntegerField):
    """1 to 100; more counts as 100."""

    default_error_messages = {"invalid": _("Phải là số nguyên từ 1.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, default=DEFAULT_PAGE_SIZE, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, str) or not re.fullmatch("[0-9]+", data):
            self.fail("invalid")
        digits = data.lstrip("0")
        if not digits:
            self.fail("invalid")
        return min(int(digits[:4]), MAX_PAGE_SIZE)


class StrictString(serializers.CharField):
    """One line of text (or paragraphs), cleaned by core.text."""

    default_error_messages = {"invalid": _("Phải là chữ."), "blank": _("Chỗ này cần có chữ.")}

    def __init__(self, *, max_length: int, multiline: bool = False, **kwargs: Any) -> None:
        self.longest = max_length
        self.multiline = multiline
        super().__init__(max_length=max_length, trim_whitespace=False, **kwargs)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Blank is judged after cleaning, not before as CharField does."""
        return serializers.Field.run_validation(self, data)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        clean = text.clean_text if self.multiline else text.clean_line
        return cleaned(lambda: clean(data, self.longest, required=not self.allow_blank))


class StrictBoolean(serializers.BooleanField):
    """JSON true or false; as a query parameter the words `true` and `false`."""

    default_error_messages = {"invalid": _("Phải là true hoặc false.")}

    def to_internal_value(self, data: Any) -> bool:
        if reads_text(self) and data in ("true", "false"):
            return bool(data == "true")
        if not isinstance(data, bool):
            self.fail("invalid")
        return data


class StrictChoice(serializers.ChoiceField):
    """One of a few words, given as text."""

    default_error_messages = {"invalid_choice": _("Giá trị này không có trong danh sách.")}

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or data not in self.choice_strings_to_values:
            self.fail("invalid_choice", input="")
        return self.choice_strings_to_values[data]


class StrictList(serializers.ListField):
    """A JSON array of at most `max_length` items (100 unless told)."""

    default_error_messages = {
        "not_a_list": _("Phải là một danh sách."),
        "max_length": _("Tối đa {max_length} mục."),
        "empty": _("Danh sách này không được trống."),
    }

    def __init__(self, *, max_length: int = 100, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_internal_value(self, data: Any) -> list[Any]:
        if not isinstance(data, list):
            self.fail("not_a_list", input_type=type(data).__name__)
        if self.max_length is not None and len(data) > self.max_length:
            raise serializers.ValidationError(
                self.error_messages["max_length"].format(max_length=self.max_length),
                code="too_many_items",
            )
        return super().to_internal_value(data)


class PhoneField(serializers.CharField):
    """A phone number as people type it, read as E.164."""

    default_error_messages = {"invalid": _("Phải là chữ.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return cleaned(lambda: text.phone(data))


class EmailField(serializers.CharField):
    """An e-mail address, read in lower case."""

    default_error_messages = {"invalid": _("Phải là chữ.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return cleaned(lambda: text.email(data))


class SlugField(serializers.RegexField):
    """Lower-case ASCII words joined by hyphens, as core.text.slugify makes them."""

    default_error_messages = {"invalid": _("Chỉ gồm chữ thường không dấu, số và dấu gạch nối.")}

    def __init__(self, *, max_length: int = 100, **kwargs: Any) -> None:
        super().__init__(rf"\A{_SLUG}\Z", max_length=max_length, trim_whitespace=False, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return data
