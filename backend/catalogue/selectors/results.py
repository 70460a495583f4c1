"""What does a search or a shelf show: one page, the counts beside it, a way on when it is empty?"""

import base64
import binascii
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Any, cast
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Case, Count, F, QuerySet, When
from django.utils.translation import gettext as _

from backend.catalogue import rules
from backend.catalogue.models import Category, Product
from backend.catalogue.selectors.cards import (
    Item,
    Row,
    card,
    has_stars,
    item,
    listed,
    row_page,
    rows,
)
from backend.catalogue.selectors.categories import CategoryTree
from backend.catalogue.selectors.matching import best_first, matches
from backend.core import clock, text
from backend.core.errors import Invalid
from backend.core.money import MAX_PRICE_VND
from backend.core.rest.paging import KeysetPage, Page

PAGE_SIZE = 24
DEEPEST_BY_RELEVANCE = 240  # then "narrow it down": a score is no key
STARS = (5, 4, 3)

_KEYSETS = {
    "newest": KeysetPage("-published_at", "-id", name="products"),
    "price": KeysetPage("price_from_vnd", "id", name="products"),
    "-price": KeysetPage("-price_from_vnd", "-id", name="products"),
    "sold": KeysetPage("-sold_count", "-id", name="products"),
}
ORDERINGS = ("relevance", *_KEYSETS)

_RELEVANCE = "relevance"
_OFFSET_TAG = "offset:"
_VOCABULARY_SECONDS = 300
_VOCABULARY_PRODUCTS = 5_000
_MOST_ALTERNATIVES = 4


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
    ordering: str = _RELEVANCE
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
            "ordering": "" if self.ordering == _RELEVANCE else self.ordering,
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
    products = _filtered(query, wanted)
    if query.ordering != _RELEVANCE:
        return row_page(
            _KEYSETS[query.ordering], products, cursor=query.cursor, page_size=query.page_size
        )
    if not wanted.words:
        return row_page(_KEYSETS["sold"], products, cursor=query.cursor, page_size=query.page_size)
    return _offset_page(rows(best_first(products, wanted)), query.cursor, query.page_size)


def _filtered(query: ResultsQuery, wanted: rules.Wanted) -> QuerySet[Product]:
    products = _searched(query, wanted)
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


def _searched(query: ResultsQuery, wanted: rules.Wanted) -> QuerySet[Product]:
    """By text and price alone: what every facet is counted on."""
    products = listed()
    if wanted:
        products = products.filter(matches(wanted))
    if query.price_min is not None:
        products = products.filter(price_from_vnd__gte=query.price_min)
    if query.price_max is not None:
        products = products.filter(price_from_vnd__lte=query.price_max)
    return products


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


# --- facets ---


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
    products = _searched(query, rules.wanted(query.q)).annotate(
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


# --- a way on when nothing was found ---


def alternatives(query: ResultsQuery) -> list[tuple[str, int]]:
    """Other words that do find something, with how many: similar ones, then fewer of them."""
    typed = rules.wanted(query.q).typed.split()
    others = list(dict.fromkeys([*_respelt(typed), *_one_fewer(typed), *_known(typed)]))
    if not others:
        return []
    counts = listed().aggregate(
        **{
            f"n{number}": Count("id", filter=matches(rules.wanted(other)))
            for number, other in enumerate(others)
        }
    )
    found = [(other, counts[f"n{number}"]) for number, other in enumerate(others)]
    return [(other, count) for other, count in found if count][:_MOST_ALTERNATIVES]


def _one_fewer(typed: list[str]) -> list[str]:
    if len(typed) < 2:
        return []
    fewer = [" ".join(typed[:at] + typed[at + 1 :]) for at in reversed(range(len(typed)))]
    return [words for words in fewer if rules.wanted(words).words]


def _respelt(typed: list[str]) -> list[str]:
    """Every unknown word replaced by the most similar word of the goods' names."""
    vocabulary = _vocabulary()
    respelt = []
    for word in typed:
        folded = text.fold(word)
        similar = (
            [folded]
            if folded in vocabulary
            else get_close_matches(folded, vocabulary, n=1, cutoff=0.6)
        )
        if not similar:
            return []
        respelt.append(word if similar == [folded] else vocabulary[similar[0]])
    return [" ".join(respelt)] if respelt != typed else []


def _known(typed: list[str]) -> list[str]:
    """The words that names of goods hold, when that leaves any out."""
    vocabulary = _vocabulary()
    known = [word for word in typed if text.fold(word) in vocabulary]
    return [" ".join(known)] if known and known != typed else []


def _vocabulary() -> dict[str, str]:
    """Folded word → as the names of the best sold goods write it; kept for some minutes."""

    def read() -> dict[str, str]:
        names = listed().order_by("-sold_count").values_list("name", flat=True)
        words = " ".join(names[:_VOCABULARY_PRODUCTS]).lower().split()
        return {text.fold(word): word.strip("(),.") for word in words if text.fold(word).isalpha()}

    kept = cache.get_or_set("catalogue.vocabulary", read, _VOCABULARY_SECONDS)
    return cast("dict[str, str]", kept)


# --- reading a page's address ---


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
    return value if value in ORDERINGS else _RELEVANCE
