"""What a checkout would cost, and what a purchase made of it looks like."""

from backend.checkout.selectors.offer import (
    BoothOffer,
    changes,
    differences,
    latest_quote,
    offers,
)
from backend.checkout.selectors.page import (
    OrderView,
    PurchaseView,
    as_json,
    placed,
    purchase_page,
)

__all__ = [
    "BoothOffer",
    "OrderView",
    "PurchaseView",
    "as_json",
    "changes",
    "differences",
    "latest_quote",
    "offers",
    "placed",
    "purchase_page",
]
