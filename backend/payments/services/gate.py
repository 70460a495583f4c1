"""The one gate through which a payment changes: locked, along the table, with its audit row."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import audit, clock
from backend.core.errors import Conflict
from backend.orders import services as orders
from backend.orders.models import Order
from backend.payments import rules
from backend.payments.models import Payment


@dataclass
class Held:
    """A payment and its order, both locked until the transaction ends."""

    order: Order
    payment: Payment


def hold(order: Order) -> Held:
    """Order first, then payment, everywhere: so two of us never wait for each other."""
    orders.lock(order)
    payment = Payment.objects.select_for_update(no_key=True, of=("self",)).get(parts__order=order)
    return Held(order, payment)


def hold_payment(payment: Payment) -> Held:
    return hold(Order.objects.get(payment_parts__payment=payment))


def change(
    held: Held,
    action: str,
    *,
    actor: User | None = None,
    role: str = "",
    reason: str = "",
    **columns: Any,
) -> None:
    """Write the columns, tell the order its payment status, and keep who changed what.

    Raises Conflict(wrong_state) for a step that the table does not know.
    """
    payment = held.payment
    before = {name: getattr(payment, name) for name in columns}
    status_before, status = payment.status, columns.get("status", payment.status)
    if not rules.may_become(status_before, status):
        raise wrong_state(payment)
    if status == rules.PAID and status_before != rules.PAID:
        columns["paid_at"] = clock.now()
    for name, value in columns.items():
        setattr(payment, name, value)
    payment.save(update_fields=list(columns))
    audit.record(
        action,
        subject=payment,
        actor=actor,
        role=role,
        booth_id=payment.booth_id,
        reason=reason,
        diff={name: [value, columns[name]] for name, value in before.items()},
    )
    if status != status_before:
        _tell_order(held.order, status)


def _tell_order(order: Order, status: str) -> None:
    if status == rules.PAID:
        orders.mark_paid(order=order)
    else:
        orders.set_payment(order=order, status=status)


def wrong_state(payment: Payment) -> Conflict:
    return Conflict(
        _("Khoản thanh toán này không còn ở bước đó. Bạn tải lại trang để xem."),
        code="wrong_state",
        state=payment.status,
    )
