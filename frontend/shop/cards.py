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


def products(cards: Iterable[Card], note: str = "") -> list[Shown]:
    """For `product_card` of ui/card.html; a note stands where else it says how many were sold."""
    return [_product(card, note) for card in cards]


def _product(card: Card, note: str) -> Shown:
    unit_price, sold = card["unit_price"], card["sold_count"]
    if not note and sold:
        note = _("Đã bán %(n)s") % {"n": number(sold)}
    return {
        **card,
        "url": local(card["url"]),
        "booth_slug": card["booth"]["slug"],
        "booth_name": card["booth"]["name"],
        "unit_price_vnd": unit_price["vnd"] if unit_price else None,
        "unit_price_per": unit_price["per"] if unit_price else "",
        "sold_text": note,
    }


def booths(found: Iterable[Booth], product_counts: Mapping[int, int]) -> list[Shown]:
    """For `booth_card` of ui/card.html."""
    return [
        {
            "name": booth.name,
            "url": reverse("shop:booth", args=[booth.slug]),
            "commune_name": str(booth.commune),
            "province_name": booth.province.name,
            "picture": picture(booth.cover_stem, ""),
            "summary": booth.tagline,
            "product_count": product_counts.get(booth.pk, 0),
        }
        for booth in found
    ]
