"""The page of one product."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from backend.booths.models import Booth
from backend.catalogue import selectors as catalogue
from backend.catalogue.rules import picture
from backend.catalogue.selectors import ProductPage
from backend.core import clock
from backend.core.http import public_page
from backend.curation import selectors as curation
from backend.curation.selectors import Badge
from backend.logistics import services as logistics
from backend.regions import selectors as regions
from frontend.jinja import local
from frontend.shop import cards, frame, jsonld, places, words
from frontend.shop.contact import contact


@public_page
@require_safe
def show(request: HttpRequest, slug: str, pk: str) -> HttpResponse:
    page = catalogue.product_page(int(pk))
    product, booth, path = page.product, page.booth, local(page.url)
    if slug != product.slug:
        return redirect(path, permanent=True)
    today = clock.today()
    badges = curation.badges(product, today)
    booth_url = reverse("shop:booth", args=[booth.slug])
    return frame.show(
        request,
        "product",
        _about(page, path, badges),
        tree=catalogue.category_tree(),
        aisle=product.category,
        crumbs=_crumbs(page),
        page=page,
        product=product,
        booth=booth,
        booth_url=booth_url,
        booth_picture=picture(booth.cover_stem, ""),
        contact=contact(booth),
        variants=_variants(page),
        most=max((variant.available for variant in page.variants), default=0),
        can_buy=page.in_stock and page.is_open,
        sold_out=words.sold_out(product.restock_on, today),
        season_now=words.season_now(product, today),
        made_to_order=words.made_to_order(product),
        cautions=words.cautions(product),
        label=words.label(product),
        badges=badges,
        origin=places.commune_link(regions.commune_or_none(product.commune_id) or product.commune),
        is_from_elsewhere=product.commune_id != booth.commune_id,
        sendings=_sendings(booth, product.variants.all()[0].ship_weight_grams),
        payings=words.paying(booth),
        more=cards.products(page.more_from_booth()),
    )


def _about(page: ProductPage, path: str, badges: list[Badge]) -> frame.About:
    return frame.About(
        title=frame.titled(f"{page.product.name} – {page.booth.name}"),
        description=page.product.summary or page.product.name,
        path=path,
        picture=page.pictures[0] if page.pictures else None,
        kind="product",
        facts=[
            jsonld.product(page, path, [badge.words for badge in badges]),
            jsonld.organization(page.booth),
        ],
    )


def _crumbs(page: ProductPage) -> list[frame.Crumb]:
    shelves = [
        (frame.category_name(shelf), reverse("shop:category", args=[shelf.slug]))
        for shelf in page.trail
    ]
    return [frame.home_crumb(), *shelves, (page.product.name, "")]


def _variants(page: ProductPage) -> list[dict[str, Any]]:
    """The first one that can be had is chosen."""
    first = next((each.id for each in page.variants if each.available > 0), None)
    return [
        {
            "id": variant.id,
            "name": variant.name,
            "price_vnd": variant.price_vnd,
            "was_price_vnd": variant.was_price_vnd,
            "unit_price": variant.unit_price,
            "stock": words.stock(variant.available, variant.unit),
            "available": variant.available,
            "is_chosen": variant.id == first,
        }
        for variant in page.variants
    ]


def _sendings(booth: Booth, weight_grams: int) -> list[words.Row]:
    """The booth's ways of sending, with what one parcel costs within its own province."""
    at_home = regions.commune_or_none(booth.commune_id)
    if at_home is None:
        return []
    options = logistics.options_for(booth=booth, to_commune=at_home, weight_grams=weight_grams)
    return [(option.label, words.sending(option)) for option in options]
