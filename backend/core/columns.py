"""Clean the texts that go into a row, each by the length and kind of its column."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from backend.core import text
from backend.core.errors import Invalid


def cleaned(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with texts as core.text cleans them; raises Invalid naming the column."""
    return {name: _clean(model, name, value) for name, value in values.items()}


def _clean(model: type[models.Model], name: str, value: Any) -> Any:
    column = model._meta.get_field(name)
    if not isinstance(value, str) or not isinstance(column, models.CharField | models.TextField):
        return value
    clean = text.clean_text if isinstance(column, models.TextField) else text.clean_line
    try:
        return clean(value, column.max_length or len(value), required=not column.blank)
    except Invalid as wrong:
        raise Invalid(wrong.message, code=wrong.code, field=name, **wrong.extra) from None
