"""The doors to an order: its booth's, and that of the purchase it belongs to."""

import logging
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import constant_time_compare

from backend.booths.models import Booth
from backend.core.errors import NotFound
from backend.orders import rules, selectors
from backend.orders.models import Order, Purchase

HEADER = "X-Purchase-Token"

log = logging.getLogger("security")


@dataclass(frozen=True, slots=True)
class Buyer:
    """The recipient as the booth sees her."""

    name: str
    phone: str
    email: str
    street: str
    is_masked: bool


def order_of_booth(booth: Booth, code: str) -> Order:
    """Another booth's order looks like none: NotFound."""
    orders = Order.objects.select_related("booth", "purchase__commune__province")
    order = orders.filter(booth=booth, code=code).first() if selectors.is_code(code) else None
    if order is None:
        log.warning("booth %s asked for the order %r, which is not its own", booth.pk, code[:20])
        raise NotFound()
    return order


def purchase_for(user: Any, code: str, token: str = "") -> Purchase:
    """For its owner, or for whoever was given its token; to others it looks like none: NotFound."""
    purchase = selectors.purchase_by_code(code)
    if purchase is None:
        raise NotFound()
    if token and constant_time_compare(token, purchase.access_token):
        return purchase
    if user.is_authenticated and purchase.user_id == user.pk:
        return purchase
    log.warning("user %s asked for the purchase %s of another", user.pk, purchase.code)
    raise NotFound()


def order_of_purchase(purchase: Purchase, code: str) -> Order:
    orders = purchase.orders.select_related("booth", "purchase")
    order = orders.filter(code=code).first() if selectors.is_code(code) else None
    if order is None:
        raise NotFound()
    return order


def buyer_of(order: Order) -> Buyer:
    """Phone, e-mail and street stay hidden until the booth has confirmed the order.

    Confirming, not packing, opens them: the seller calls before packing (which size, when is
    somebody at home), and by confirming the booth has bound itself. An order that ended without
    being confirmed stays closed.
    """
    purchase = order.purchase
    is_masked = order.confirmed_at is None
    return Buyer(
        name=purchase.contact_name,
        phone=_masked(purchase.contact_phone) if is_masked else purchase.contact_phone,
        email="" if is_masked else purchase.contact_email,
        street="" if is_masked else purchase.street,
        is_masked=is_masked,
    )


def may(order: Order, event: str, actor: str) -> bool:
    """Would the event move the order now? For pages that draw only the buttons that work."""
    after = rules.next_state(event, actor, order.state, carrier=order.carrier)
    if event == "confirm" and not rules.is_ready_to_confirm(order):
        return False
    return after is not None and after != order.state


def _masked(phone: str) -> str:
    return f"{phone[:-6]}••••{phone[-2:]}"
