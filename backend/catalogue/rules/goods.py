"""What does a kilo cost, is it the season, do the stars still count?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _


class SaleUnit(Protocol):
    """What a variant tells of its price."""

    price_vnd: int
    was_price_vnd: int | None
    unit: str
    net_weight_grams: int | None
    net_volume_ml: int | None


@dataclass(frozen=True, slots=True)
class CardPrice:
    """What a card says of the prices of a product: the cheapest sale unit stands for it."""

    price_from_vnd: int
    was_price_vnd: int | None
    has_several_prices: bool
    unit: str
    unit_price_vnd: int | None
    unit_price_per: str


def product_url(slug: str, product_id: int) -> str:
    """Root-relative; the English page stands under /en before it."""
    return f"/sp/{slug}-{product_id}/"


def unit_price(
    price_vnd: int, net_weight_grams: int | None, net_volume_ml: int | None
) -> tuple[int, str] | None:
    """Đồng for a kilo ("kg") or litre ("l"), half a đồng up; None for goods sold by the piece."""
    if net_weight_grams:
        return (price_vnd * 1_000 + net_weight_grams // 2) // net_weight_grams, "kg"
    if net_volume_ml:
        return (price_vnd * 1_000 + net_volume_ml // 2) // net_volume_ml, "l"
    return None


def card_price(sale_units: Sequence[SaleUnit]) -> CardPrice:
    """Raises ValueError without a sale unit; among equal prices the first one counts."""
    cheapest = min(sale_units, key=lambda sale_unit: sale_unit.price_vnd)
    per_unit = unit_price(cheapest.price_vnd, cheapest.net_weight_grams, cheapest.net_volume_ml)
    return CardPrice(
        price_from_vnd=cheapest.price_vnd,
        was_price_vnd=cheapest.was_price_vnd,
        has_several_prices=len({sale_unit.price_vnd for sale_unit in sale_units}) > 1,
        unit=cheapest.unit,
        unit_price_vnd=per_unit[0] if per_unit else None,
        unit_price_per=per_unit[1] if per_unit else "",
    )


def in_season(start_month: int | None, end_month: int | None, month: int) -> bool:
    """Both months belong to the season, which may go over the new year (11–1)."""
    if start_month is None or end_month is None:
        return False
    if start_month <= end_month:
        return start_month <= month <= end_month
    return month >= start_month or month <= end_month


def season_words(start_month: int | None, end_month: int | None) -> str:
    if start_month is None or end_month is None:
        return ""
    if start_month == end_month:
        return _("Mùa vụ: tháng %(start)s") % {"start": start_month}
    if (end_month - start_month) % 12 == 11:
        return _("Có quanh năm")
    return _("Mùa vụ: tháng %(start)s – tháng %(end)s") % {"start": start_month, "end": end_month}


def stars_on(stars: int | None, valid_until: date | None, day: date) -> int | None:
    """Stars end by themselves the day after `valid_until`."""
    return stars if valid_until is None or valid_until >= day else None
