"""Find goods by words or by shelf, and narrow them down."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backend.catalogue import selectors as catalogue
from backend.catalogue.models import Category
from backend.catalogue.selectors import CategoryTree, Facets, ResultsQuery
from backend.core.errors import Invalid, NotFound
from backend.core.http import public_page
from backend.core.rest.paging import Page
from frontend.jinja import home_province
from frontend.shop import cards, frame, narrowing

ABOVE_THE_FOLD = 2


@public_page
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    return _show(request, catalogue.category_tree())


@public_page
@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    tree = catalogue.category_tree()
    shelf = tree.by_slug(slug)
    if shelf is None:
        raise NotFound()
    return _show(request, tree, category=shelf)


def _show(request: HttpRequest, tree: CategoryTree, **fixed: Any) -> HttpResponse:
    query, trouble = _read(request, tree, fixed)
    facets = catalogue.facets(query)
    page, query = _page(query) if facets.total else (Page([], None, None), query)
    chips = narrowing.chips(query)
    ways_on = {} if facets.total else _ways_on(query, tree, is_narrowed=bool(chips))
    return frame.show(
        request,
        "results",
        _about(query, facets, page),
        tree=tree,
        aisle=query.category,
        crumbs=_crumbs(query, tree),
        tab="search",
        q=query.q,
        heading=_heading(query),
        trouble=trouble,
        facets=facets,
        products=cards.products(page.rows),
        eager_count=ABOVE_THE_FOLD,
        groups=narrowing.groups(query, facets, tree),
        chips=chips,
        clear_href=narrowing.address(narrowing.unnarrowed(query)),
        orderings=narrowing.orderings(query),
        query=query,
        form_action=narrowing.address(query).partition("?")[0],
        ordering_fields=narrowing.hidden_fields(query, "ordering"),
        price_fields=narrowing.hidden_fields(query, "price_min", "price_max"),
        previous_href=narrowing.page_address(query, page.previous),
        next_href=narrowing.page_address(query, page.next),
        **ways_on,
    )


def _read(
    request: HttpRequest, tree: CategoryTree, fixed: dict[str, Any]
) -> tuple[ResultsQuery, str]:
    """What cannot be searched for is told, and everything is shown instead."""
    params, trouble = request.GET.dict(), ""
    try:
        query = catalogue.results_query(params, tree=tree, **fixed)
    except Invalid as wrong:
        query = catalogue.results_query({**params, "q": ""}, tree=tree, **fixed)
        trouble = str(wrong.message)
    return narrowing.known_places(query), trouble


def _page(query: ResultsQuery) -> tuple[Page, ResultsQuery]:
    """A broken way on leads back to the first page."""
    try:
        return catalogue.results(query), query
    except Invalid:
        query = query.but(cursor=None)
        return catalogue.results(query), query


def _heading(query: ResultsQuery) -> str:
    if query.q:
        return f"“{query.q}”"
    return frame.category_name(query.category) if query.category else _("Mọi thứ trong chợ")


def _about(query: ResultsQuery, facets: Facets, page: Page) -> frame.About:
    heading = _heading(query)
    only = ResultsQuery(q=query.q, category=None if query.q else query.category)
    market = home_province().name
    first = page.rows[0]["image"] if page.rows else None
    return frame.About(
        title=frame.titled(heading),
        description=_("%(what)s: mua thẳng từ người làm ra ở %(province)s và cả nước.")
        % {"what": heading, "province": market},
        path=narrowing.address(only),
        picture=first,
        is_indexed=bool(facets.total)
        and not (query.q or query.is_narrowed or query.cursor or query.params.get("ordering")),
    )


def _crumbs(query: ResultsQuery, tree: CategoryTree) -> list[frame.Crumb]:
    crumbs = [frame.home_crumb()]
    if query.category is None or query.q:
        return [*crumbs, (_("Tìm hàng"), "")]
    *above, shelf = tree.trail(query.category)
    return [*crumbs, *map(_crumb, above), (frame.category_name(shelf), "")]


def _crumb(shelf: Category) -> frame.Crumb:
    return frame.category_name(shelf), reverse("shop:category", args=[shelf.slug])


def _ways_on(query: ResultsQuery, tree: CategoryTree, *, is_narrowed: bool) -> dict[str, Any]:
    """From an empty answer: where else the same is found, else other words, else the shelves."""
    free = narrowing.unnarrowed(query)
    found = catalogue.facets(free) if is_narrowed else None
    if found and found.total:
        return {"found": found, "elsewhere": narrowing.province_options(free, found)}
    return {"other_words": _other_words(query), "shelves": [_crumb(shelf) for shelf in tree.top]}


def _other_words(query: ResultsQuery) -> list[dict[str, Any]]:
    return [
        {"text": words, "href": narrowing.address(ResultsQuery(q=words)), "count": count}
        for words, count in catalogue.alternatives(query)
    ]
