"""Filter a list by declared, strictly read parameters."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiTypes

from backend.core import money, text
from backend.core.errors import FieldError, Invalid


class StrictFilterSet(django_filters.FilterSet):
    """Declare every filter; `Endpoint.filters` refuses parameters that are none of them."""

    def narrowed(self) -> QuerySet[Any]:
        """The filtered rows; raises Invalid naming each parameter that is wrong."""
        if not self.is_valid():
            errors = [
                FieldError(name, getattr(error, "code", None) or "invalid", message)
                for name, problems in self.form.errors.as_data().items()
                for error in problems
                for message in error.messages
            ]
            raise Invalid(errors=errors)
        return self.qs

    @classmethod
    def from_query(cls, query: dict[str, str], queryset: QuerySet[Any]) -> "StrictFilterSet":
        data = QueryDict(mutable=True)
        data.update(query)
        return cls(data, queryset=queryset)


class _IntegerField(forms.Field):
    def __init__(self, *, min_value: int, max_value: int, **kwargs: Any) -> None:
        self.min_value, self.max_value = min_value, max_value
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values and value != "":
            return None
        if not (isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20):
            raise ValidationError(_("Phải là số nguyên."), code="invalid")
        number = int(value)
        if not self.min_value <= number <= self.max_value:
            raise ValidationError(_("Số này nằm ngoài khoảng cho phép."), code="out_of_range")
        return number


class DongFilter(django_filters.Filter):
    """Whole đồng, plain digits."""

    openapi_type = OpenApiTypes.INT64
    field_class = _IntegerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=0, max_value=money.MAX_PRICE_VND, **kwargs)


class _FlagField(forms.Field):
    def to_python(self, value: Any) -> bool | None:
        if value is None:
            return None
        if value not in ("true", "false"):
            raise ValidationError(_("Phải là true hoặc false."), code="invalid")
        return bool(value == "true")


class FlagFilter(django_filters.Filter):
    """The words `true` and `false`."""

    openapi_type = OpenApiTypes.BOOL
    field_class = _FlagField


class _WordField(forms.Field):
    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str | None:
        if value is None:
            return None
        try:
            return text.clean_line(value, self.longest)
        except Invalid as error:
            raise ValidationError(str(error.message), code=error.code) from None


class WordFilter(django_filters.Filter):
    """A word such as a slug or a code, compared as it is."""

    field_class = _WordField

    def __init__(self, *args: Any, max_length: int = 100, **kwargs: Any) -> None:
        super().__init__(*args, longest=max_length, **kwargs)
