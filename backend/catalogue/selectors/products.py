"""What does one product show, which sale units can be bought now, what does a seller hold?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from backend.booths import rules as booth_rules
from backend.booths.models import Booth
from backend.catalogue import rules
from backend.catalogue.models import Category, Product, ProductImage, StockMove, Variant
from backend.catalogue.selectors.cards import Card, cards, listed
from backend.core import clock
from backend.core.errors import NotFound
from backend.core.text import fold

MORE_FROM_BOOTH = 6
FEW_LEFT = 5


@dataclass(frozen=True, slots=True)
class Sellable:
    """A sale unit as a cart and a checkout need it.

    `reason` is "" when it can be bought, else unavailable, booth_closed, holiday or sold_out.
    """

    variant_id: int
    product_id: int
    product_slug: str
    product_name: str
    product_url: str
    variant_name: str
    unit: str
    price_vnd: int
    available: int
    reason: str
    booth_id: int
    booth_slug: str
    booth_name: str
    image_stem: str
    image_alt: str
    ship_weight_grams: int
    packing: str
    is_perishable: bool
    is_liquid: bool
    is_fragile: bool
    is_kept_cold: bool
    is_age_restricted: bool
    may_inspect: bool

    @property
    def on_sale(self) -> bool:
        return not self.reason


def sellable(variant_ids: Iterable[int]) -> dict[int, Sellable]:
    """By variant id, one query; a variant that is not there any more is missing."""
    variants = Variant.objects.filter(pk__in=list(variant_ids)).select_related("product__booth")
    return {variant.pk: _sellable(variant) for variant in variants}


def _sellable(variant: Variant) -> Sellable:
    product = variant.product
    return Sellable(
        variant_id=variant.pk,
        product_id=product.pk,
        product_slug=product.slug,
        product_name=product.name,
        product_url=rules.product_url(product.slug, product.pk),
        variant_name=variant.name,
        unit=variant.unit,
        price_vnd=variant.price_vnd,
        available=variant.available,
        reason=_why_not(variant, product.booth),
        booth_id=product.booth_id,
        booth_slug=product.booth.slug,
        booth_name=product.booth.name,
        image_stem=product.image_stem,
        image_alt=product.image_alt,
        ship_weight_grams=variant.ship_weight_grams,
        packing=variant.packing,
        is_perishable=product.is_perishable,
        is_liquid=product.is_liquid,
        is_fragile=product.is_fragile,
        is_kept_cold=product.is_kept_cold,
        is_age_restricted=product.is_age_restricted,
        may_inspect=product.may_inspect,
    )


def _why_not(variant: Variant, booth: Booth) -> str:
    if booth.state != Booth.State.ACTIVE:
        return "booth_closed"
    if variant.product.state != Product.State.PUBLISHED or not variant.is_active:
        return "unavailable"
    if booth_rules.on_holiday(booth, clock.today()):
        return "holiday"
    return "" if variant.available > 0 else "sold_out"


# --- the product page ---


@dataclass(frozen=True, slots=True)
class ShownVariant:
    id: int
    name: str
    unit: str
    price_vnd: int
    was_price_vnd: int | None
    unit_price: tuple[int, str] | None
    net_weight_grams: int | None
    net_volume_ml: int | None
    available: int


@dataclass(frozen=True, slots=True)
class ProductPage:
    """A product as the public sees it; `trail` are its shelves from the top down."""

    product: Product
    booth: Booth
    url: str
    variants: list[ShownVariant]
    pictures: list[rules.Picture]
    trail: list[Category]
    season: str
    ocop_stars: int | None
    holiday: str
    is_open: bool

    @property
    def in_stock(self) -> bool:
        return any(variant.available > 0 for variant in self.variants)

    def more_from_booth(self, limit: int = MORE_FROM_BOOTH) -> list[Card]:
        """Other goods of the booth: one more query, for the page only."""
        others = listed().filter(booth=self.booth).exclude(pk=self.product.pk)
        return cards(others.order_by("-in_stock", "-sold_count", "-id")[:limit])


def product_page(product_id: int) -> ProductPage:
    """Three queries. Raises NotFound for what the public may not see."""
    product = (
        listed()
        .filter(pk=product_id)
        .select_related(
            "booth__province", "booth__commune", "category__parent", "commune__province"
        )
        .prefetch_related(
            Prefetch("variants", Variant.objects.filter(is_active=True)),
            Prefetch("images", ProductImage.objects.all()),
        )
        .first()
    )
    if product is None:
        raise NotFound()
    today = clock.today()
    return ProductPage(
        product=product,
        booth=product.booth,
        url=rules.product_url(product.slug, product.pk),
        variants=[shown_variant(variant) for variant in product.variants.all()],
        pictures=_pictures(product),
        trail=list(_trail(product.category)),
        season=rules.season_words(product.season_start_month, product.season_end_month),
        ocop_stars=rules.stars_on(product.ocop_stars, product.ocop_valid_until, today),
        holiday=booth_rules.holiday_words(product.booth, today),
        is_open=not booth_rules.on_holiday(product.booth, today),
    )


def shown_variant(variant: Variant) -> ShownVariant:
    return ShownVariant(
        id=variant.pk,
        name=variant.name,
        unit=variant.unit,
        price_vnd=variant.price_vnd,
        was_price_vnd=variant.was_price_vnd,
        unit_price=rules.unit_price(
            variant.price_vnd, variant.net_weight_grams, variant.net_volume_ml
        ),
        net_weight_grams=variant.net_weight_grams,
        net_volume_ml=variant.net_volume_ml,
        available=variant.available,
    )


def _pictures(product: Product) -> list[rules.Picture]:
    """Its own, else the one that stands for its shelf."""
    shown = [(image.stem, image.alt) for image in product.images.all()]
    pictures = (rules.picture(*each) for each in shown or [(product.image_stem, product.image_alt)])
    return [picture for picture in pictures if picture]


def _trail(category: Category) -> Iterator[Category]:
    if category.parent is not None:
        yield from _trail(category.parent)
    yield category


# --- counts and addresses ---


def products_per_province() -> dict[str, int]:
    """How many products are listed, by province of origin."""
    return _counted(listed(), "province_code")


def products_per_commune(province_code: str) -> dict[str, int]:
    return _counted(listed().filter(province_code=province_code), "commune_id")


def products_per_shelf() -> dict[str, int]:
    """How many products are listed, by the path of their own category."""
    return _counted(listed(), "category_path")


def product_counts(booth_ids: Iterable[int]) -> dict[int, int]:
    """How many products each booth has listed."""
    return _counted(listed().filter(booth__in=list(booth_ids)), "booth_id")


def _counted(products: QuerySet[Product], column: str) -> dict[Any, int]:
    counts = products.order_by().values_list(column).annotate(n=Count("id"))
    return dict(counts)


def listed_addresses() -> Iterator[tuple[str, datetime | None]]:
    """For a sitemap: the address of every listed product and since when."""
    found = listed().order_by("id").values_list("slug", "id", "published_at")
    for slug, product_id, published_at in found.iterator(chunk_size=2_000):
        yield rules.product_url(slug, product_id), published_at


# --- the seller's side: always within a booth that came through its door ---


def products_of_booth(booth: Booth, *, q: str = "", shown: str = "") -> QuerySet[Product]:
    """All of them with their sale units, whatever their state; for a page on (id).

    `q` narrows by words of the name, typed with or without diacritics; `shown` to those that are
    few, out or hidden.
    """
    left = Variant.objects.filter(product=OuterRef("pk"), is_active=True, on_hand__gt=F("reserved"))
    on_offer = Q(state=Product.State.PUBLISHED)
    narrowing = {
        "few": on_offer & Exists(left.filter(on_hand__lte=F("reserved") + FEW_LEFT)),
        "out": on_offer & ~Exists(left),
        "hidden": ~on_offer,
    }
    products = Product.objects.filter(narrowing.get(shown, Q()), booth=booth)
    for word in fold(q).split():
        products = products.filter(search_text__contains=f" {word}")
    return products.prefetch_related("variants").order_by("-id")


def product_of_booth(booth: Booth, product_id: int) -> Product:
    """Raises NotFound for a product of another booth."""
    product = products_of_booth(booth).filter(pk=product_id).first()
    if product is None:
        raise NotFound()
    return product


def variant_of_booth(booth: Booth, product_id: int, variant_id: int) -> Variant:
    """Raises NotFound for a sale unit of another product or booth."""
    variant = (
        Variant.objects.filter(pk=variant_id, product_id=product_id, product__booth=booth)
        .select_related("product")
        .first()
    )
    if variant is None:
        raise NotFound()
    return variant


def said_sold_out(product_ids: Iterable[int]) -> set[int]:
    """The products whose last stock move was "sold out", which can be taken back: one query."""
    last = StockMove.objects.filter(variant=OuterRef("pk")).order_by("-id").values("reason")[:1]
    said = Variant.objects.filter(product__in=list(product_ids)).annotate(last=Subquery(last))
    said = said.filter(last=StockMove.Reason.SOLD_OUT)
    return set(said.values_list("product_id", flat=True))


def selling_out(booth: Booth, *, at_most: int = FEW_LEFT, limit: int = 10) -> list[Variant]:
    """Sale units on offer that will soon be gone or are, the fewest first."""
    return list(
        Variant.objects.filter(
            product__booth=booth,
            product__state=Product.State.PUBLISHED,
            is_active=True,
            on_hand__lte=F("reserved") + at_most,
        )
        .select_related("product")
        .order_by(F("on_hand") - F("reserved"), "id")[:limit]
    )
