"""Keep each product's card true to its booth, category, sale units and pictures.

Locks go booth → variants → products, each in id order, so that writers wait for each other and
never in a circle; who locks a product last sees what the others committed.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from backend.booths.models import Booth
from backend.catalogue import rules
from backend.catalogue.models import Product, Variant

_AT_ONCE = 500

_CARD = [
    "is_listed", "booth_slug", "booth_name", "province_code", "province_name", "commune_name",
    "category_path", "price_from_vnd", "was_price_vnd", "has_several_prices", "unit",
    "unit_price_vnd", "unit_price_per", "in_stock", "image_stem", "image_alt",
    "search_text", "search_exact",
]  # fmt: skip


def refresh_cards(product_ids: Iterable[int]) -> None:
    """Compute the cards anew from what is stored now."""
    ids = sorted(set(product_ids))
    for start in range(0, len(ids), _AT_ONCE):
        with transaction.atomic():
            products = list(
                Product.objects.select_for_update(of=("self",))
                .filter(pk__in=ids[start : start + _AT_ONCE])
                .select_related("booth", "category", "commune__province")
                .prefetch_related("variants", "images")
                .order_by("pk")
            )
            for product in products:
                _draw_card(product)
            Product.objects.bulk_update(products, _CARD)


def relist_booth(booth: Booth) -> None:
    """After a booth opened, was suspended, closed or renamed."""
    refresh_cards(Product.objects.filter(booth=booth).values_list("pk", flat=True))


def follow_stock(product_ids: Iterable[int]) -> None:
    """Only `in_stock`, for the hot path of orders; the caller has written the variants."""
    ids = set(product_ids)
    on_offer = Variant.objects.filter(
        product=OuterRef("pk"), is_active=True, on_hand__gt=F("reserved")
    )
    with transaction.atomic():
        locked = Product.objects.select_for_update().filter(pk__in=ids).order_by("pk")
        list(locked.values_list("pk"))
        Product.objects.filter(pk__in=ids).update(in_stock=Exists(on_offer))


def _draw_card(product: Product) -> None:
    booth, category, commune = product.booth, product.category, product.commune
    variants = [variant for variant in product.variants.all() if variant.is_active]
    picture = next(iter(product.images.all()), None)
    product.is_listed = (
        product.state == Product.State.PUBLISHED
        and booth.state == Booth.State.ACTIVE
        and bool(variants)
    )
    product.booth_slug, product.booth_name = booth.slug, booth.name
    product.province_code = commune.province_id
    product.province_name = commune.province.name
    product.commune_name = commune.name
    product.category_path = category.path
    product.in_stock = any(variant.available > 0 for variant in variants)
    product.image_stem = picture.stem if picture else category.placeholder_stem
    product.image_alt = picture.alt if picture else category.name
    if variants:
        price = rules.card_price(variants)
        product.price_from_vnd = price.price_from_vnd
        product.was_price_vnd = price.was_price_vnd
        product.has_several_prices = price.has_several_prices
        product.unit = price.unit
        product.unit_price_vnd = price.unit_price_vnd
        product.unit_price_per = price.unit_price_per
    places = [booth.name, commune.name, commune.province.name]
    rest = [category.name, category.name_en, product.summary, product.search_extra]
    product.search_text = rules.search_document(product.name, places, rest)
    product.search_exact = rules.exact_document([product.name, *places, *rest])
