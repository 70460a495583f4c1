"""Which sale units can be bought now, and if not, why not?"""

from collections.abc import Iterable
from dataclasses import dataclass

from backend.booths import rules as booth_rules
from backend.booths.models import Booth
from backend.catalogue import rules
from backend.catalogue.models import Product, Variant
from backend.core import clock


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
