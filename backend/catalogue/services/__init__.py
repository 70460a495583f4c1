"""Put goods on sale, price them, count them, set them aside."""

from backend.catalogue.services.cards import refresh_cards, relist_booth
from backend.catalogue.services.change import change_variant
from backend.catalogue.services.goods import (
    add_sold,
    add_variant,
    create_category,
    create_product,
    hide,
    publish,
    set_ocop_stars,
    set_price,
    update_product,
)
from backend.catalogue.services.stock import (
    MOST_ON_HAND,
    Want,
    claim,
    count_stock,
    mark_sold_out,
    release,
    reserve,
    undo_sold_out,
)

__all__ = [
    "MOST_ON_HAND",
    "Want",
    "add_sold",
    "add_variant",
    "change_variant",
    "claim",
    "count_stock",
    "create_category",
    "create_product",
    "hide",
    "mark_sold_out",
    "publish",
    "refresh_cards",
    "release",
    "relist_booth",
    "reserve",
    "set_ocop_stars",
    "set_price",
    "undo_sold_out",
    "update_product",
]
