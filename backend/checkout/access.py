"""The door to a purchase: its owner, or whoever was given its token."""

import logging
from typing import Any

from django.utils.crypto import constant_time_compare

from backend.core.errors import NotFound
from backend.orders import selectors as orders
from backend.orders.models import Order, Purchase

HEADER = "X-Purchase-Token"

log = logging.getLogger("security")


def purchase_for(user: Any, code: str, token: str = "") -> Purchase:
    """Another's purchase looks like none: NotFound."""
    purchase = orders.purchase_by_code(code)
    if purchase is None:
        raise NotFound()
    if token and constant_time_compare(token, purchase.access_token):
        return purchase
    if user.is_authenticated and purchase.user_id == user.pk:
        return purchase
    log.warning("user %s asked for the purchase %s of another", user.pk, purchase.code)
    raise NotFound()


def order_of_purchase(purchase: Purchase, code: str) -> Order:
    order = purchase.orders.select_related("booth").filter(code=code).first()
    if order is None:
        raise NotFound()
    return order
