"""Goods and booths as the cards of a page, in the page's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.booths.models import Booth
from backend.catalogue.rules import picture
from backend.catalogue.selectors import Card
from frontend.formats import number
from frontend.jinja import local

Shown = dict[str, Any]


def products(cards: Iterable[Card], *, note: str = "", within: str = "") -> list[Shown]:
    """For `product_card` of ui/card.html.

    A note stands where else it says how many were sold; `within` is the code of a province that
    goes without saying.
    """
    return [_product(card, note, within) for card in cards]


def seasonal(now: list[Card], soon: Iterable[Card], month: int, limit: int) -> list[Shown]:
    """What is harvested now, then what will be in `month` and says so."""
    known = {card["id"] for card in now}
    coming = (card for card in soon if card["id"] not in known)
    note = _("Mùa từ tháng %(month)s") % {"month": month}
    return [*products(now), *products(coming, note=note)][:limit]


def _product(card: Card, note: str, within: str) -> Shown:
    unit_price, sold = card["unit_price"], card["sold_count"]
    if not note and sold:
        note = _("Đã bán %(n)s") % {"n": number(sold)}
    return {
        **card,
        "url": local(card["url"]),
        "province_name": "" if card["province_code"] == within else card["province_name"],
        "booth_slug": card["booth"]["slug"],
        "booth_name": card["booth"]["name"],
        "unit_price_vnd": unit_price["vnd"] if unit_price else None,
        "unit_price_per": unit_price["per"] if unit_price else "",
        "sold_text": note,
    }


def booths(found: Iterable[Booth], product_counts: Mapping[int, int] | None = None) -> list[Shown]:
    """For `booth_card` of ui/card.html."""
    counts = product_counts or {}
    return [
        {
            "name": booth.name,
            "url": reverse("shop:booth", args=[booth.slug]),
            "commune_name": str(booth.commune),
            "province_name": booth.province.name,
            "picture": picture(booth.cover_stem, ""),
            "summary": booth.tagline,
            "product_count": counts.get(booth.pk, 0),
        }
        for booth in found
    ]
