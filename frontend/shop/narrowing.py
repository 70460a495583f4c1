"""A search told as links: what may be chosen, what is chosen, its order, its next page."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.catalogue.selectors import ORDERINGS, CategoryTree, Facet, Facets, ResultsQuery
from backend.regions import selectors as regions
from frontend.formats import dong
from frontend.shop.frame import category_name


@dataclass(frozen=True, slots=True)
class Option:
    label: str
    href: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Group:
    """`is_elsewhere`: its options lead to pages of their own."""

    title: str
    options: list[Option]
    is_open: bool = True
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """Something chosen, and the address without it."""

    text: str
    remove_href: str


def address(query: ResultsQuery) -> str:
    """The one address of a search: a shelf has its own page, everything else is a parameter."""
    return _joined(_path(query), _parameters(query))


def page_address(query: ResultsQuery, cursor: str | None) -> str:
    if cursor is None:
        return ""
    return _joined(_path(query), {**_parameters(query), "cursor": cursor})


def hidden_fields(query: ResultsQuery, *without: str) -> list[tuple[str, str]]:
    """What a form of the same search carries along."""
    return [(name, value) for name, value in _parameters(query).items() if name not in without]


def _path(query: ResultsQuery) -> str:
    if query.category is not None and not query.q:
        return reverse("shop:category", args=[query.category.slug])
    return reverse("shop:search")


def _parameters(query: ResultsQuery) -> dict[str, str]:
    parameters = dict(query.params)
    if query.category is not None and query.q:
        parameters["category"] = query.category.slug
    return parameters


def _joined(path: str, parameters: dict[str, str]) -> str:
    return f"{path}?{urlencode(parameters)}" if parameters else path


def known_places(query: ResultsQuery) -> ResultsQuery:
    """Places that are not there are left out; a commune brings its province along."""
    if query.commune:
        commune = regions.commune_or_none(query.commune)
        if commune is None or query.province not in ("", commune.province_id):
            query = query.but(commune="")
        else:
            query = query.but(province=commune.province_id, cursor=query.cursor)
    if query.province and regions.province_or_none(query.province) is None:
        query = query.but(province="", commune="")
    return query


def groups(query: ResultsQuery, facets: Facets, tree: CategoryTree) -> list[Group]:
    """What may be chosen: only values that leave something, and only where there is a choice."""
    found = [
        Group(_("Nhóm hàng"), _category_options(query, facets, tree), is_elsewhere=True),
        Group(_("Tỉnh, thành phố"), province_options(query, facets)),
        Group(_("Xã, phường"), _commune_options(query, facets), is_open=bool(query.commune)),
        Group(_("Sao OCOP"), _star_options(query, facets)),
        Group(_("Tình trạng"), _stock_options(query, facets)),
    ]
    return [group for group in found if group.options]


def _category_options(query: ResultsQuery, facets: Facets, tree: CategoryTree) -> list[Option]:
    options = []
    for facet in facets.categories:
        category = tree.of_path(facet.value)
        if category is not None and category != query.category:
            href = address(query.but(category=category))
            options.append(Option(category_name(category), href, facet.count, selected=False))
    return options


def province_options(query: ResultsQuery, facets: Facets) -> list[Option]:
    options = []
    for facet in facets.provinces:
        province = regions.province_or_none(facet.value)
        if province is not None:
            wanted = "" if facet.chosen else facet.value
            href = address(query.but(province=wanted, commune=""))
            options.append(_option(province.name, href, facet))
    return options


def _commune_options(query: ResultsQuery, facets: Facets) -> list[Option]:
    options = []
    for facet in facets.communes:
        commune = regions.commune_or_none(facet.value)
        if commune is not None:
            href = address(query.but(commune="" if facet.chosen else facet.value))
            options.append(_option(str(commune), href, facet))
    return options


def _star_options(query: ResultsQuery, facets: Facets) -> list[Option]:
    return [
        _option(
            _("%(stars)s sao") % {"stars": facet.value},
            address(query.but(stars=None if facet.chosen else int(facet.value))),
            facet,
        )
        for facet in facets.stars
    ]


def _stock_options(query: ResultsQuery, facets: Facets) -> list[Option]:
    if not facets.in_stock and not query.in_stock:
        return []
    href = address(query.but(in_stock=None if query.in_stock else True))
    return [Option(_("Còn hàng"), href, facets.in_stock, selected=bool(query.in_stock))]


def _option(label: str, href: str, facet: Facet) -> Option:
    return Option(label, href, facet.count, facet.chosen)


def chips(query: ResultsQuery) -> list[Chip]:
    return list(_chips(query))


def _chips(query: ResultsQuery) -> Iterator[Chip]:
    if query.category is not None and query.q:
        yield Chip(category_name(query.category), address(query.but(category=None)))
    if query.province and (province := regions.province_or_none(query.province)):
        yield Chip(province.name, address(query.but(province="", commune="")))
    if query.commune and (commune := regions.commune_or_none(query.commune)):
        yield Chip(str(commune), address(query.but(commune="")))
    if query.stars is not None:
        stars = _("%(stars)s sao") % {"stars": query.stars}
        yield Chip(stars, address(query.but(stars=None)))
    if query.price_min is not None or query.price_max is not None:
        yield Chip(_price_words(query), address(query.but(price_min=None, price_max=None)))
    if query.in_stock:
        yield Chip(_("Còn hàng"), address(query.but(in_stock=None)))


def _price_words(query: ResultsQuery) -> str:
    if query.price_min is None:
        return _("đến %(most)s") % {"most": dong(query.price_max)}
    if query.price_max is None:
        return _("từ %(least)s") % {"least": dong(query.price_min)}
    return f"{dong(query.price_min)} – {dong(query.price_max)}"


def unnarrowed(query: ResultsQuery) -> ResultsQuery:
    """The same search with nothing chosen: the words stay, or else the shelf."""
    shelf = None if query.q else query.category
    return ResultsQuery(q=query.q, category=shelf, ordering=query.ordering)


def orderings(query: ResultsQuery) -> list[tuple[str, str, bool]]:
    """Value, words, chosen. Without words to fit, what sells most comes first anyway."""
    words = {
        "relevance": _("Hợp ý nhất") if query.q else _("Bán chạy"),
        "sold": _("Bán chạy") if query.q else "",
        "newest": _("Mới nhất"),
        "price": _("Giá thấp trước"),
        "-price": _("Giá cao trước"),
    }
    chosen = query.ordering
    if chosen == "sold" and not query.q:
        chosen = "relevance"
    return [(value, words[value], value == chosen) for value in ORDERINGS if words[value]]
