"""What is looked for, and which goods does that leave?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from backend.catalogue import rules
from backend.catalogue.models import Category, Product
from backend.catalogue.selectors.cards import has_stars, listed
from backend.catalogue.selectors.categories import CategoryTree
from backend.catalogue.selectors.matching import matches
from backend.core import clock, text
from backend.core.errors import Invalid
from backend.core.money import MAX_PRICE_VND

PAGE_SIZE = 24
STARS = (5, 4, 3)
RELEVANCE = "relevance"
ORDERINGS = (RELEVANCE, "newest", "price", "-price", "sold")


@dataclass(frozen=True, slots=True)
class ResultsQuery:
    """What is looked for. `stars` means exactly so many; `province` and `commune` are codes."""

    q: str = ""
    category: Category | None = None
    province: str = ""
    commune: str = ""
    stars: int | None = None
    price_min: int | None = None
    price_max: int | None = None
    in_stock: bool | None = None
    ordering: str = RELEVANCE
    cursor: str | None = None
    page_size: int = PAGE_SIZE

    def but(self, **changes: Any) -> "ResultsQuery":
        """The same from its first page, with some parts changed."""
        return replace(self, **{"cursor": None, **changes})

    @property
    def params(self) -> dict[str, str]:
        """What an address says of it, without category, cursor and what goes without saying."""
        values = {
            "q": self.q,
            "province": self.province,
            "commune": self.commune,
            "stars": self.stars,
            "price_min": self.price_min,
            "price_max": self.price_max,
            "in_stock": None if self.in_stock is None else str(self.in_stock).lower(),
            "ordering": "" if self.ordering == RELEVANCE else self.ordering,
        }
        return {name: str(value) for name, value in values.items() if value not in ("", None)}

    @property
    def querystring(self) -> str:
        return urlencode(self.params)

    @property
    def is_narrowed(self) -> bool:
        return any(self.params.get(name) for name in self.params if name not in ("q", "ordering"))


def results_query(
    params: Mapping[str, str], *, tree: CategoryTree | None = None, **fixed: Any
) -> ResultsQuery:
    """Read the parameters of a page's address: what is not understood is left out.

    `fixed` is what the page itself says (its category, its place). Raises Invalid on `q`.
    """
    query = ResultsQuery(
        q=rules.wanted(params.get("q", "")).typed,
        category=tree.by_slug(params.get("category", "")) if tree else None,
        province=_code(params.get("province"), 2),
        commune=_code(params.get("commune"), 5),
        stars=next((stars for stars in STARS if str(stars) == params.get("stars")), None),
        price_min=_typed_price(params.get("price_min")),
        price_max=_typed_price(params.get("price_max")),
        in_stock=True if params.get("in_stock") in ("true", "1", "on") else None,
        ordering=_known_ordering(params.get("ordering")),
        cursor=params.get("cursor") or None,
    )
    if query.price_min and query.price_max and query.price_min > query.price_max:
        query = query.but(price_min=query.price_max, price_max=query.price_min)
    return replace(query, **fixed)


def filtered(query: ResultsQuery, wanted: rules.Wanted) -> QuerySet[Product]:
    products = searched(query, wanted)
    if query.category is not None:
        products = products.filter(category_path__startswith=query.category.path)
    if query.province:
        products = products.filter(province_code=query.province)
    if query.commune:
        products = products.filter(commune_id=query.commune)
    if query.stars is not None:
        products = products.filter(has_stars(clock.today()), ocop_stars=query.stars)
    if query.in_stock is not None:
        products = products.filter(in_stock=query.in_stock)
    return products


def searched(query: ResultsQuery, wanted: rules.Wanted) -> QuerySet[Product]:
    """By text and price alone: what every facet is counted on."""
    products = listed()
    if wanted:
        products = products.filter(matches(wanted))
    if query.price_min is not None:
        products = products.filter(price_from_vnd__gte=query.price_min)
    if query.price_max is not None:
        products = products.filter(price_from_vnd__lte=query.price_max)
    return products


def _code(value: str | None, length: int) -> str:
    value = value or ""
    return value if len(value) == length and value.isascii() and value.isdigit() else ""


def _typed_price(value: str | None) -> int | None:
    try:
        price = text.dong(value) if value else None
    except Invalid:
        return None
    return price if price is not None and price <= MAX_PRICE_VND else None


def _known_ordering(value: str | None) -> str:
    return value if value in ORDERINGS else RELEVANCE
