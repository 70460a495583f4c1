"""The online supermarket of a place: a province, or one commune of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from backend.booths import selectors as booths
from backend.catalogue import selectors as catalogue
from backend.catalogue.selectors import Facets, ResultsQuery
from backend.core import clock
from backend.core.errors import Invalid, NotFound
from backend.core.http import public_page
from backend.core.rest.paging import Page
from backend.regions import selectors as regions
from backend.regions.models import Commune, Province
from frontend.formats import number
from frontend.shop import cards, frame, narrowing, places

SHELF = 6
FIRST_PRODUCTS = 10
FIRST_BOOTHS = 9
FIRST_COMMUNES = 12
BOOTHS_OF_A_COMMUNE = 60


@public_page
@require_safe
def provinces(request: HttpRequest) -> HttpResponse:
    goods, selling = catalogue.products_per_province(), booths.by_province()
    every = regions.provinces()
    about = frame.About(
        title=frame.titled(_("Siêu thị nông sản các tỉnh")),
        description=_("Mỗi tỉnh một siêu thị nông sản: chọn nơi, xem hàng của nơi ấy."),
        path=reverse("shop:provinces"),
    )
    return frame.show(
        request,
        "provinces",
        about,
        tree=catalogue.category_tree(),
        crumbs=[frame.home_crumb(), (_("Các tỉnh, thành phố"), "")],
        filled=[
            _with_figures(province, goods, selling) for province in every if province.code in goods
        ],
        others=[places.province_link(province) for province in every if province.code not in goods],
    )


def _with_figures(
    province: Province, goods: dict[str, int], selling: dict[str, int]
) -> dict[str, Any]:
    notes = [places.goods(goods[province.code])]
    if count := selling.get(province.code):
        notes.append(ngettext("%(n)s gian hàng", "%(n)s gian hàng", count) % {"n": number(count)})
    return {**places.province_link(province), "note": " · ".join(notes)}


@public_page
@require_safe
def province(request: HttpRequest, slug: str) -> HttpResponse:
    place = regions.province_by_slug(slug)
    if place is None:
        raise NotFound()
    tree = catalogue.category_tree()
    query = ResultsQuery(province=place.code, page_size=FIRST_PRODUCTS)
    facets = catalogue.facets(query)
    products = catalogue.results(query).rows if facets.total else []
    selling = booths.by_commune(place.code)
    with_goods = places.communes(facets, place.code)
    about = frame.About(
        title=frame.titled(_("Siêu thị nông sản %(place)s") % {"place": place.name}),
        description=_("Đặc sản, nông sản, hàng làng nghề của %(place)s, bán thẳng từ người làm.")
        % {"place": str(place)},
        path=places.province_url(place),
        picture=products[0]["image"] if products else None,
        is_indexed=bool(facets.total),
    )
    return frame.show(
        request,
        "province",
        about,
        tree=tree,
        crumbs=[*_above(), (place.name, "")],
        place=place,
        figures=_figures(sum(selling.values()), facets, len(facets.communes)),
        aisles=places.aisles(facets, query, tree),
        in_season=_seasonal(place) if facets.total else [],
        typical=cards.products(_typical(place), within=place.code) if facets.total else [],
        products=cards.products(products, within=place.code),
        facets=facets,
        all_href=narrowing.address(query),
        booths=cards.booths(booths.public_booths(province_code=place.code)[:FIRST_BOOTHS]),
        communes=with_goods[:FIRST_COMMUNES],
        other_communes=[*with_goods[FIRST_COMMUNES:], *_waiting(place, facets)],
        nearest=[] if facets.total else _nearest(place),
    )


def _seasonal(place: Province) -> list[cards.Shown]:
    month = clock.today().month
    following = month % 12 + 1
    return cards.seasonal(
        catalogue.in_season(month, SHELF, province_code=place.code),
        catalogue.in_season(following, SHELF, province_code=place.code),
        following,
        SHELF,
    )


def _typical(place: Province) -> list[catalogue.Card]:
    return catalogue.typical(limit=SHELF, province_code=place.code)


def _waiting(place: Province, facets: Facets) -> list[places.Link]:
    """The communes that no goods come from yet."""
    with_goods = {facet.value for facet in facets.communes}
    others = (each for each in regions.communes_of(place.code) if each.code not in with_goods)
    return [places.commune_link(commune) for commune in others]


@public_page
@require_safe
def commune(request: HttpRequest, province: str, slug: str, code: str) -> HttpResponse:
    place = regions.commune_or_none(code)
    if place is None:
        raise NotFound()
    if (place.province.slug, place.slug) != (province, slug):
        return redirect(places.commune_url(place), permanent=True)
    tree = catalogue.category_tree()
    query = ResultsQuery(province=place.province_id, commune=place.code)
    facets = catalogue.facets(query)
    cursor = request.GET.get("cursor") or None
    page = _products(query.but(cursor=cursor)) if facets.total else Page([], None, None)
    here = _booths_of(place)
    full_name = str(place)
    about = frame.About(
        title=frame.titled(
            _("Siêu thị nông sản %(place)s") % {"place": f"{full_name}, {place.province.name}"}
        ),
        description=_("Hàng của %(place)s, %(province)s: ai làm, làm thế nào, giá bao nhiêu.")
        % {"place": full_name, "province": place.province.name},
        path=places.commune_url(place),
        picture=page.rows[0]["image"] if page.rows else None,
        is_indexed=bool((facets.total or here) and not page.previous),
    )
    return frame.show(
        request,
        "commune",
        about,
        tree=tree,
        crumbs=[
            *_above(),
            (place.province.name, places.province_url(place.province)),
            (full_name, ""),
        ],
        place=place,
        formerly=regions.formerly(place),
        figures=_figures(booths.by_commune(place.province_id).get(code, 0), facets),
        aisles=places.aisles(facets, query, tree),
        products=cards.products(page.rows, within=place.province_id),
        previous_href=_page_href(place, page.previous),
        next_href=_page_href(place, page.next),
        booths=here,
        neighbours=places.neighbours(place, facets),
        nearest=[] if facets.total else _nearest(place, facets),
    )


def _products(query: ResultsQuery) -> Page:
    """A broken way on leads back to the first page."""
    try:
        return catalogue.results(query)
    except Invalid:
        return catalogue.results(query.but(cursor=None))


def _page_href(place: Commune, cursor: str | None) -> str:
    return f"{places.commune_url(place)}?cursor={cursor}" if cursor else ""


def _above() -> list[frame.Crumb]:
    return [frame.home_crumb(), (_("Các tỉnh"), reverse("shop:provinces"))]


def _figures(selling: int, facets: Facets, communes: int = 0) -> list[tuple[str, str]]:
    figures = [
        (str(selling), selling, ngettext("gian hàng", "gian hàng", selling)),
        (facets.total_words, facets.total, ngettext("sản phẩm", "sản phẩm", facets.total)),
        (str(communes), communes, ngettext("xã, phường có hàng", "xã, phường có hàng", communes)),
    ]
    return [(shown, words) for shown, count, words in figures if count]


def _booths_of(place: Commune) -> list[cards.Shown]:
    found = list(booths.public_booths(commune_code=place.code)[:BOOTHS_OF_A_COMMUNE])
    return cards.booths(found, catalogue.product_counts(booth.pk for booth in found))


def _nearest(place: Commune | Province, facets: Facets | None = None) -> list[dict[str, Any]]:
    """Where goods come from near a place that has none yet: first its own province."""
    if facets is not None and facets.communes:
        return []
    counts = catalogue.products_per_province()
    return [
        places.province_link(province, count)
        for province, count in places.nearest_provinces(place, counts)
    ]
