"""The page of one booth: who they are, where, on what terms, and all they sell."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backend.booths import selectors as booths
from backend.booths.models import Booth
from backend.catalogue import selectors as catalogue
from backend.catalogue.rules import picture
from backend.core.errors import Invalid
from backend.core.http import public_page
from backend.core.rest.paging import Page
from frontend.shop import cards, frame, jsonld, places, words
from frontend.shop.contact import contact


@public_page
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    booth = booths.booth_on_show(slug)
    sells = booth.state == Booth.State.ACTIVE
    cursor = request.GET.get("cursor") or None
    page = _products(booth, cursor) if sells else Page([], None, None)
    path = reverse("shop:booth", args=[booth.slug])
    cover = picture(booth.cover_stem, booth.cover_alt)
    about = frame.About(
        title=frame.titled(booth.name),
        description=booth.tagline
        or _("Gian hàng ở %(place)s, %(province)s.")
        % {"place": str(booth.commune), "province": booth.province.name},
        path=path,
        picture=cover,
        kind="profile",
        is_indexed=sells and not page.previous,
        facts=[jsonld.organization(booth)] if sells else [],
    )
    booth.commune.province = booth.province
    return frame.show(
        request,
        "booth",
        about,
        tree=catalogue.category_tree(),
        crumbs=[
            frame.home_crumb(),
            (booth.province.name, places.province_url(booth.province)),
            (str(booth.commune), places.commune_url(booth.commune)),
            (booth.name, ""),
        ],
        booth=booth,
        sells=sells,
        cover=cover,
        place=places.commune_link(booth.commune),
        holiday=booths.holiday_words(booth),
        contact=contact(booth),
        payings=words.paying(booth),
        products=cards.products(page.rows, within=booth.province_id),
        previous_href=_page_href(path, page.previous),
        next_href=_page_href(path, page.next),
        to_come=[] if sells else catalogue.goods_to_come(booth),
    )


def _products(booth: Booth, cursor: str | None) -> Page:
    """A broken way on leads back to the first page."""
    try:
        return catalogue.booth_products(booth, cursor=cursor)
    except Invalid:
        return catalogue.booth_products(booth)


def _page_href(path: str, cursor: str | None) -> str:
    return f"{path}?cursor={cursor}" if cursor else ""
