"""What stands on a card, and the short lists of cards that pages open with."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple, TypedDict

from django.db.models import F, Q, QuerySet

from backend.booths.models import Booth
from backend.catalogue import rules
from backend.catalogue.models import Product
from backend.core import clock
from backend.core.rest.paging import KeysetPage, Page

SHELF = 12


class Row(NamedTuple):
    """The columns of a card, as they stand on the product's own row."""

    id: int
    slug: str
    name: str
    booth_slug: str
    booth_name: str
    price_from_vnd: int
    was_price_vnd: int | None
    has_several_prices: bool
    unit: str
    unit_price_vnd: int | None
    unit_price_per: str
    province_code: str
    province_name: str
    commune_id: str
    commune_name: str
    ocop_stars: int | None
    ocop_valid_until: date | None
    in_stock: bool
    sold_count: int
    image_stem: str
    image_alt: str
    published_at: Any


class BoothName(TypedDict):
    slug: str
    name: str


class UnitPrice(TypedDict):
    vnd: int
    per: str


class Item(TypedDict):
    """A product in the JSON API's lists."""

    id: int
    slug: str
    name: str
    url: str
    booth: BoothName
    price_vnd: int
    unit: str
    unit_price: UnitPrice | None
    province_code: str
    commune_code: str
    ocop_stars: int | None
    in_stock: bool
    image: rules.Picture | None


class Card(Item):
    """A product on a page: `price_from` when its sale units have several prices."""

    was_price_vnd: int | None
    price_from: bool
    province_name: str
    commune_name: str
    sold_count: int


def item(row: Row, day: date) -> Item:
    return {
        "id": row.id,
        "slug": row.slug,
        "name": row.name,
        "url": rules.product_url(row.slug, row.id),
        "booth": {"slug": row.booth_slug, "name": row.booth_name},
        "price_vnd": row.price_from_vnd,
        "unit": row.unit,
        "unit_price": (
            {"vnd": row.unit_price_vnd, "per": row.unit_price_per}
            if row.unit_price_vnd is not None
            else None
        ),
        "province_code": row.province_code,
        "commune_code": row.commune_id,
        "ocop_stars": rules.stars_on(row.ocop_stars, row.ocop_valid_until, day),
        "in_stock": row.in_stock,
        "image": rules.picture(row.image_stem, row.image_alt),
    }


def item_of(product: Product) -> Item:
    """The item of a product that was read whole."""
    return item(Row(*(getattr(product, column) for column in Row._fields)), clock.today())


def card(row: Row, day: date) -> Card:
    return {
        **item(row, day),
        "was_price_vnd": row.was_price_vnd,
        "price_from": row.has_several_prices,
        "province_name": row.province_name,
        "commune_name": row.commune_name,
        "sold_count": row.sold_count,
    }


def listed() -> QuerySet[Product]:
    """What the public may see: published products of booths that sell."""
    return Product.objects.filter(is_listed=True)


def rows(products: QuerySet[Product]) -> QuerySet[Any, Any]:
    return products.values_list(*Row._fields, named=False)


def cards(products: QuerySet[Product]) -> list[Card]:
    """One query, in the order of the query set."""
    today = clock.today()
    return [card(Row._make(row), today) for row in rows(products)]


def has_stars(day: date) -> Q:
    return Q(ocop_stars__isnull=False) & (
        Q(ocop_valid_until__isnull=True) | Q(ocop_valid_until__gte=day)
    )


def newest(
    limit: int = SHELF, *, province_code: str | None = None, commune_code: str | None = None
) -> list[Card]:
    products = listed().filter(_of(province_code, commune_code))
    return cards(products.order_by("-published_at", "-id")[:limit])


def in_season(
    month: int | None = None,
    limit: int = SHELF,
    *,
    province_code: str | None = None,
    commune_code: str | None = None,
) -> list[Card]:
    """Harvested in `month` (this one); what can be bought comes first, then what sells most."""
    month = month or clock.today().month
    within = Q(season_start_month__lte=F("season_end_month"))
    after_start, before_end = Q(season_start_month__lte=month), Q(season_end_month__gte=month)
    harvested = (within & after_start & before_end) | (~within & (after_start | before_end))
    products = listed().filter(
        harvested, _of(province_code, commune_code), season_start_month__isnull=False
    )
    return cards(products.order_by("-in_stock", "-sold_count", "-id")[:limit])


def typical(
    limit: int = SHELF,
    *,
    least_stars: int = 4,
    province_code: str | None = None,
    commune_code: str | None = None,
) -> list[Card]:
    """Products whose stars count today, the most stars first."""
    products = listed().filter(
        has_stars(clock.today()), _of(province_code, commune_code), ocop_stars__gte=least_stars
    )
    return cards(products.order_by("-ocop_stars", "-in_stock", "-sold_count", "-id")[:limit])


def booth_products(
    booth: Booth, *, cursor: str | None = None, page_size: int = 24, but: Iterable[int] = ()
) -> Page:
    """A page of the booth's listed products as cards, what sells most first."""
    order = KeysetPage("-sold_count", "-id", name="booth")
    products = listed().filter(booth=booth).exclude(pk__in=list(but))
    return card_page(order, products, cursor=cursor, page_size=page_size)


def goods_to_come(booth: Booth, limit: int = SHELF) -> list[Card]:
    """What a booth that is about to open will sell: for its own page alone, never in a list."""
    products = Product.objects.filter(
        booth=booth, booth__state=Booth.State.SUBMITTED, state=Product.State.PUBLISHED
    )
    return cards(products.order_by("id")[:limit])


def card_page(
    order: KeysetPage, products: QuerySet[Product], *, cursor: str | None, page_size: int
) -> Page:
    found = row_page(order, products, cursor=cursor, page_size=page_size)
    today = clock.today()
    return Page([card(row, today) for row in found.rows], found.next, found.previous)


def row_page(
    order: KeysetPage, products: QuerySet[Product], *, cursor: str | None, page_size: int
) -> Page:
    positions = [Row._fields.index(column) for column in order.columns]
    found = order.of(
        rows(products),
        cursor=cursor,
        page_size=page_size,
        key=lambda row: tuple(row[position] for position in positions),
    )
    return Page([Row._make(row) for row in found.rows], found.next, found.previous)


def _of(province_code: str | None, commune_code: str | None) -> Q:
    place = Q()
    if province_code is not None:
        place &= Q(province_code=province_code)
    if commune_code is not None:
        place &= Q(commune_id=commune_code)
    return place
