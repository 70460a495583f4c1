"""Cut a list into pages by the last row's key, so that page 100 costs what page 1 does."""

import base64
import binascii
import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from backend.core.errors import Invalid
from backend.core.rest.fields import DEFAULT_PAGE_SIZE, MAX_BIGINT

_LONGEST_TEXT = 300
_LONGEST_CURSOR = 2_000

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Page:
    """The rows of one page, and the cursors of its neighbours."""

    rows: list[Any]
    next: str | None
    previous: str | None

    def body(self, request: HttpRequest, results: list[Any]) -> dict[str, Any]:
        """The answer {results, next, previous}; the links are root-relative."""
        return {
            "results": results,
            "next": _link(request, self.next),
            "previous": _link(request, self.previous),
        }


class KeysetPage:
    """An order of a list: columns, `-` for descending; the last one must be unique, none null.

    `name` tells lists of the same columns apart, so that a cursor fits only its own.
    """

    def __init__(self, *columns: str, name: str = "") -> None:
        self.columns = [column.removeprefix("-") for column in columns]
        self.descending = [column.startswith("-") for column in columns]
        self.tag = hashlib.sha256(f"{name}|{','.join(columns)}".encode()).hexdigest()[:8]

    def of(
        self,
        queryset: QuerySet[Any, Any],
        *,
        cursor: str | None = None,
        page_size: int = DEFAULT_PAGE_SIZE,
        key: Callable[[Any], Key] | None = None,
    ) -> Page:
        """One page. Rows may be objects, dicts or named tuples; for others give their `key`."""
        key_of = key or self._key
        forward, start = self._read(cursor, queryset) if cursor else (True, None)
        rows_after = queryset.order_by(*self._order(forward))
        if start is not None:
            rows_after = rows_after.filter(self._beyond(start, forward))
        found = list(rows_after[: page_size + 1])
        more = len(found) > page_size
        rows = found[:page_size] if forward else found[:page_size][::-1]
        has_next, has_previous = (more, start is not None) if forward else (True, more)
        return Page(
            rows,
            self._write(True, key_of(rows[-1])) if rows and has_next else None,
            self._write(False, key_of(rows[0])) if rows and has_previous else None,
        )

    def _order(self, forward: bool) -> list[str]:
        return [
            f"-{column}" if descending == forward else column
            for column, descending in zip(self.columns, self.descending, strict=True)
        ]

    def _beyond(self, start: Key, forward: bool) -> Q:
        """Rows after `start`: (a > x) or (a = x and b > y)…, with a bound an index can use."""
        steps = ["lt" if descending == forward else "gt" for descending in self.descending]
        beyond, equal = Q(), Q()
        for column, step, value in zip(self.columns, steps, start, strict=True):
            beyond |= equal & Q(**{f"{column}__{step}": value})
            equal &= Q(**{column: value})
        return Q(**{f"{self.columns[0]}__{steps[0]}e": start[0]}) & beyond

    def _key(self, row: Any) -> Key:
        if isinstance(row, Mapping):
            return tuple(row[column] for column in self.columns)
        return tuple(getattr(row, column) for column in self.columns)

    def _write(self, forward: bool, key: Key) -> str:
        values = [value.isoformat() if isinstance(value, date) else value for value in key]
        text = json.dumps([self.tag, int(forward), *values], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def _read(self, cursor: str, queryset: QuerySet[Any, Any]) -> tuple[bool, Key]:
        """Raises Invalid unless the cursor is exactly as this list writes them."""
        try:
            tag, forward, *values = _decoded(cursor)
            if tag != self.tag or forward not in (0, 1) or len(values) != len(self.columns):
                raise ValueError("a cursor of another list")
            key = tuple(
                _read_value(_column_field(queryset, column), value)
                for column, value in zip(self.columns, values, strict=True)
            )
            if self._write(bool(forward), key) != cursor:
                raise ValueError("not as we write it")
        except (ValueError, TypeError):
            raise Invalid(
                _("Liên kết trang này đã hỏng. Bạn xem lại từ trang đầu."),
                code="invalid_cursor",
                field="cursor",
            ) from None
        return bool(forward), key


def _decoded(cursor: str) -> list[Any]:
    if len(cursor) > _LONGEST_CURSOR:
        raise ValueError("too long")
    padded = cursor + "=" * (-len(cursor) % 4)
    try:
        value = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, RecursionError):
        raise ValueError("not readable") from None
    if not isinstance(value, list):
        raise ValueError("no list")
    return value


def _column_field(queryset: QuerySet[Any, Any], column: str) -> "models.Field[Any, Any]":
    annotation = queryset.query.annotations.get(column)
    if annotation is not None:
        return annotation.output_field
    field = queryset.model._meta.get_field(column)
    if isinstance(field, models.ForeignKey):
        return field.target_field
    return field


def _read_value(field: "models.Field[Any, Any]", value: Any) -> Any:
    match field:
        case models.DateTimeField() if isinstance(value, str):
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                raise ValueError("no zone")
            return moment.astimezone(UTC)
        case models.DateField() if isinstance(value, str):
            return date.fromisoformat(value)
        case models.IntegerField() if type(value) is int and abs(value) <= MAX_BIGINT:
            return value
        case models.FloatField() if type(value) in (int, float) and math.isfinite(value):
            return value
        case models.CharField() | models.TextField() if isinstance(value, str):
            if len(value) > _LONGEST_TEXT or "\x00" in value:
                raise ValueError("no such text")
            value.encode()
            return value
    raise ValueError("not of the column's kind")


def _link(request: HttpRequest, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = QueryDict(request.META.get("QUERY_STRING", ""), mutable=True)
    query["cursor"] = cursor
    return f"{request.path}?{query.urlencode()}"
