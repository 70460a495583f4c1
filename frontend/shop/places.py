"""What a place has to offer: its aisles, its communes with goods, the nearest places with some."""

from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from backend.catalogue.selectors import CategoryTree, Facets, ResultsQuery
from backend.regions import rules
from backend.regions import selectors as regions
from backend.regions.models import Commune, Province
from frontend.formats import number
from frontend.shop.frame import category_name
from frontend.shop.narrowing import address

Link = dict[str, Any]

NEAREST = 6


def aisles(facets: Facets, query: ResultsQuery, tree: CategoryTree) -> list[Link]:
    """The shelves that hold something there, in the order of the shop."""
    counts = {facet.value: facet.count for facet in facets.categories}
    return [
        {
            "text": category_name(category),
            "href": address(query.but(category=category)),
            "note": number(counts[category.path]),
        }
        for category in tree.top
        if category.path in counts
    ]


def communes(facets: Facets, province_code: str) -> list[Link]:
    """The communes of a province that goods come from, those with the most first."""
    found = ((regions.commune_or_none(f.value, province_code), f.count) for f in facets.communes)
    return [commune_link(commune, count) for commune, count in found if commune]


def neighbours(commune: Commune, facets: Facets, limit: int = NEAREST) -> list[Link]:
    """The nearest other communes of the same province that goods come from."""
    counts = {facet.value: facet.count for facet in facets.communes}
    others = [
        other
        for code in counts
        if code != commune.code and (other := regions.commune_or_none(code, commune.province_id))
    ]
    others.sort(key=lambda other: rules.distance_km(commune, other))
    return [commune_link(other, counts[other.code]) for other in others[:limit]]


def nearest_provinces(
    place: Commune | Province, counts: dict[str, int], limit: int = NEAREST
) -> list[tuple[Province, int]]:
    """Other provinces that goods come from, the nearest first."""
    own_code = place.province_id if isinstance(place, Commune) else place.code
    others = [
        (province, count)
        for code, count in counts.items()
        if code != own_code and (province := regions.province_or_none(code))
    ]
    return sorted(others, key=lambda other: rules.distance_km(place, other[0]))[:limit]


def commune_url(commune: Commune) -> str:
    return reverse("shop:commune", args=[commune.province.slug, commune.slug, commune.code])


def province_url(province: Province) -> str:
    return reverse("shop:province", args=[province.slug])


def commune_link(commune: Commune, count: int = 0) -> Link:
    return {"text": str(commune), "href": commune_url(commune), "note": goods(count)}


def province_link(province: Province, count: int = 0) -> Link:
    return {"text": str(province), "href": province_url(province), "note": goods(count)}


def goods(count: int) -> str:
    if not count:
        return ""
    return ngettext("%(n)s món", "%(n)s món", count) % {"n": number(count)}
