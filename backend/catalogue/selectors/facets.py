"""How many goods would each narrowing leave?"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, When

from backend.catalogue import rules
from backend.catalogue.models import Category
from backend.catalogue.selectors.cards import has_stars
from backend.catalogue.selectors.query import ResultsQuery, searched
from backend.core import clock


@dataclass(frozen=True, slots=True, order=True)
class Facet:
    """One value to narrow by: how many it leaves, and whether it is chosen now."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facets:
    """Each list is counted without its own filter, so that another value can be chosen.

    Categories are paths, children of the chosen one (or the top); provinces are one alone when
    one is chosen, with its communes. The most frequent values stand first.
    """

    total: int
    categories: list[Facet]
    provinces: list[Facet]
    communes: list[Facet]
    stars: list[Facet]
    in_stock: int

    @property
    def total_words(self) -> str:
        """A count past a thousand says only that."""
        return "1.000+" if self.total > 1_000 else str(self.total)


@dataclass(frozen=True, slots=True)
class _Group:
    category_path: str
    province_code: str
    commune_id: str
    stars_today: int | None
    in_stock: bool
    count: int


def facets(query: ResultsQuery) -> Facets:
    """One grouped query over what the text and the price leave."""
    groups = _groups(query)
    category, province = query.category, query.province
    tests: dict[str, Callable[[_Group], bool]] = {
        "category": lambda g: category is None or g.category_path.startswith(category.path),
        "province": lambda g: not province or g.province_code == province,
        "commune": lambda g: not query.commune or g.commune_id == query.commune,
        "stars": lambda g: query.stars is None or g.stars_today == query.stars,
        "in_stock": lambda g: query.in_stock is None or g.in_stock == query.in_stock,
    }

    def counted(value: Callable[[_Group], Any], *without: str) -> Counter[Any]:
        counts: Counter[Any] = Counter()
        for group in groups:
            if all(test(group) for name, test in tests.items() if name not in without):
                counts[value(group)] += group.count
        return counts

    everything = counted(lambda g: g.in_stock, "in_stock")
    return Facets(
        total=sum(counted(lambda g: None).values()),
        categories=_facets(counted(_shelf_under(category)), ""),
        provinces=_facets(counted(lambda g: g.province_code, "province", "commune"), province),
        communes=(
            _facets(counted(lambda g: g.commune_id, "commune"), query.commune) if province else []
        ),
        stars=sorted(
            _facets(counted(lambda g: g.stars_today, "stars"), query.stars or ""), reverse=True
        ),
        in_stock=everything[True],
    )


def _groups(query: ResultsQuery) -> list[_Group]:
    products = searched(query, rules.wanted(query.q)).annotate(
        stars_today=Case(When(has_stars(clock.today()), then=F("ocop_stars")), default=None)
    )
    columns = ["category_path", "province_code", "commune_id", "stars_today", "in_stock"]
    if query.province:
        products = products.filter(province_code=query.province)
    else:
        columns.remove("commune_id")
    counts = products.order_by().values(*columns).annotate(count=Count("id"))
    return [_Group(**{"commune_id": "", **group}) for group in counts]


def _shelf_under(category: Category | None) -> Callable[[_Group], str]:
    """The path of the next shelf below `category` on the way to the group's own."""
    above = category.path if category else "/"

    def shelf(group: _Group) -> str:
        step = group.category_path.removeprefix(above).partition("/")[0]
        return f"{above}{step}/" if step else ""

    return shelf


def _facets(counts: Counter[Any], chosen: Any) -> list[Facet]:
    return [
        Facet(str(value), count, str(value) == str(chosen))
        for value, count in counts.most_common()
        if value not in ("", None)
    ]
