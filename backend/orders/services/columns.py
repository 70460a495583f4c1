"""Write what payments and logistics know of an order into its own columns."""

from datetime import datetime
from typing import Any

from django.db import transaction

from backend.core import clock
from backend.orders import rules
from backend.orders.models import Order
from backend.orders.services import tell

UNCHANGED: Any = object()


def lock(order: Order) -> Order:
    """Bring the order up to date and keep it so until the transaction ends.

    Taken before the rows of its payments, so that money and moves never wait for each other.
    """
    order.refresh_from_db(from_queryset=Order.objects.select_for_update(no_key=True, of=("self",)))
    return order


def set_payment(
    *,
    order: Order,
    method: str = UNCHANGED,
    status: str = UNCHANGED,
    hold_until: datetime | None = UNCHANGED,
) -> Order:
    """Who pays how and by when. An order that is ready for the seller starts its 48 hours."""
    wanted = {"payment_method": method, "payment_status": status, "hold_until": hold_until}
    columns = {name: value for name, value in wanted.items() if value is not UNCHANGED}
    for name, value in columns.items():
        setattr(order, name, value)
    order.confirm_by = _confirm_by(order)
    Order.objects.filter(pk=order.pk).update(confirm_by=order.confirm_by, **columns)
    return order


@transaction.atomic
def mark_paid(*, order: Order) -> bool:
    """False when the order is cancelled: the money has to go back then."""
    lock(order)
    if order.state == rules.CANCELLED:
        return False
    if order.payment_status != Order.PaymentStatus.PAID:
        set_payment(order=order, status=Order.PaymentStatus.PAID)
        if not rules.is_cash(order):
            tell.paid(order)
    return True


@transaction.atomic
def mark_unpaid(*, order: Order, status: str = Order.PaymentStatus.PENDING) -> bool:
    """Undo a hand mark; False once the seller has confirmed the order."""
    lock(order)
    if order.state != rules.PENDING:
        return False
    set_payment(order=order, status=status)
    return True


def set_shipment(*, order: Order, carrier: str = "", waybill: str = "") -> Order:
    order.carrier = carrier or order.carrier
    order.waybill = waybill
    order.save(update_fields=["carrier", "waybill"])
    return order


def _confirm_by(order: Order) -> datetime | None:
    if order.state != rules.PENDING or not rules.is_ready_to_confirm(order):
        return None
    return order.confirm_by or clock.now() + rules.CONFIRM_WITHIN
