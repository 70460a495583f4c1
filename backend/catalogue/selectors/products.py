"""What does the page of one product show?"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Prefetch

from backend.booths import rules as booth_rules
from backend.booths.models import Booth
from backend.catalogue import rules
from backend.catalogue.models import Category, Product, ProductImage, Variant
from backend.catalogue.selectors.cards import Card, cards, listed
from backend.core import clock
from backend.core.errors import NotFound

MORE_FROM_BOOTH = 6


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
