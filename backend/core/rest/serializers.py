"""Take exactly the fields that were asked for."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from backend.core.rest.fields import PageSizeField, StrictString

_LONGEST_CURSOR = 600


class StrictSerializer(serializers.Serializer[Any]):
    """For request bodies: a field that is not declared, or only read, is refused."""

    unknown_code = "unknown_field"
    reads_text = False

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            raise serializers.ValidationError(
                {"": [ErrorDetail(_("Phải là một đối tượng JSON."), code="invalid")]}
            )
        known = {field.field_name for field in self._writable_fields}
        errors: dict[str, Any] = {
            str(name): [ErrorDetail(self._unknown(), code=self.unknown_code)]
            for name in data
            if name not in known
        }
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({**error.detail, **errors}) from None  # type: ignore[dict-item]
        if errors:
            raise serializers.ValidationError(errors)
        return value

    def _unknown(self) -> str:
        return _("Trường này không có trong yêu cầu.")


class QuerySerializer(StrictSerializer):
    """For the query of a GET: the same strictness, numbers and flags read from text."""

    unknown_code = "unknown_parameter"
    reads_text = True

    def _unknown(self) -> str:
        return _("Tham số này không có.")


class PageQuery(QuerySerializer):
    """The query of a list: inherit and add the filters."""

    cursor = StrictString(max_length=_LONGEST_CURSOR, required=False)
    page_size = PageSizeField()
