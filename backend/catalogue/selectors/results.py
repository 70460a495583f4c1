"""What does a search or a shelf show, page by page?"""

import base64
import binascii
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from backend.catalogue import rules
from backend.catalogue.selectors.cards import Item, Row, card, item, row_page, rows
from backend.catalogue.selectors.matching import best_first
from backend.catalogue.selectors.query import RELEVANCE, ResultsQuery, filtered
from backend.core import clock
from backend.core.errors import Invalid
from backend.core.rest.paging import KeysetPage, Page

DEEPEST_BY_RELEVANCE = 240  # then "narrow it down": a score is no key

_KEYSETS = {
    "newest": KeysetPage("-published_at", "-id", name="products"),
    "price": KeysetPage("price_from_vnd", "id", name="products"),
    "-price": KeysetPage("-price_from_vnd", "-id", name="products"),
    "sold": KeysetPage("-sold_count", "-id", name="products"),
}
_OFFSET_TAG = "offset:"


def results(query: ResultsQuery) -> Page:
    """One page of cards, one query. Raises Invalid on `q` and on a broken `cursor`."""
    return _shaped(query, card)


def items(query: ResultsQuery) -> Page:
    """The same as items of the JSON API."""
    return _shaped(query, item)


def _shaped(query: ResultsQuery, shape: Callable[[Row, date], Item]) -> Page:
    found = _row_page(query)
    today = clock.today()
    return Page([shape(row, today) for row in found.rows], found.next, found.previous)


def _row_page(query: ResultsQuery) -> Page:
    wanted = rules.wanted(query.q)
    products = filtered(query, wanted)
    if query.ordering != RELEVANCE:
        return row_page(
            _KEYSETS[query.ordering], products, cursor=query.cursor, page_size=query.page_size
        )
    if not wanted.words:
        return row_page(_KEYSETS["sold"], products, cursor=query.cursor, page_size=query.page_size)
    return _offset_page(rows(best_first(products, wanted)), query.cursor, query.page_size)


def _offset_page(products: QuerySet[Any, Any], cursor: str | None, page_size: int) -> Page:
    offset = _read_offset(cursor) if cursor else 0
    end = min(offset + page_size, DEEPEST_BY_RELEVANCE)
    found = [Row._make(row) for row in products[offset : end + 1]]
    more = len(found) > end - offset and end < DEEPEST_BY_RELEVANCE
    return Page(
        found[: end - offset],
        _write_offset(end) if more else None,
        _write_offset(max(0, offset - page_size)) if offset else None,
    )


def _write_offset(offset: int) -> str:
    return base64.urlsafe_b64encode(f"{_OFFSET_TAG}{offset}".encode()).decode().rstrip("=")


def _read_offset(cursor: str) -> int:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        tag, _colon, digits = base64.urlsafe_b64decode(padded).decode().rpartition(":")
        offset = int(digits) if f"{tag}:" == _OFFSET_TAG and len(digits) <= 3 else -1
        if 0 <= offset < DEEPEST_BY_RELEVANCE and _write_offset(offset) == cursor:
            return offset
    except (binascii.Error, ValueError):
        pass
    raise Invalid(
        _("Liên kết trang này đã hỏng. Bạn xem lại từ trang đầu."),
        code="invalid_cursor",
        field="cursor",
    )
