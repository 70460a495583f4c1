"""Save a seller's form: price and count of one sale unit, both or neither."""

from django.db import transaction

from backend.accounts.models import User
from backend.catalogue.models import Variant
from backend.catalogue.services.goods import set_price
from backend.catalogue.services.stock import count_stock


def change_variant(
    *,
    variant: Variant,
    version: int,
    price_vnd: int | None = None,
    on_hand: int | None = None,
    actor: User | None = None,
) -> Variant:
    """What is None stays. Raises as `set_price` and `count_stock` do; then nothing is changed."""
    with transaction.atomic():
        if price_vnd is not None:
            variant = set_price(variant=variant, price_vnd=price_vnd, version=version, actor=actor)
            version = variant.version
        if on_hand is not None:
            variant = count_stock(variant=variant, on_hand=on_hand, version=version, actor=actor)
    return variant
