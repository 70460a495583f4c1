"""Settle a transfer that the market could not match: for this order, given back, not ours."""

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import audit, clock
from backend.core.errors import Conflict, NotFound
from backend.orders import rules as orders_rules
from backend.orders import services as orders
from backend.orders.models import Order
from backend.payments import rules
from backend.payments.models import BankTransfer
from backend.payments.services.gate import Held, change, hold, wrong_state
from backend.payments.services.settle import count

Outcome = BankTransfer.Outcome

ASSIGNED, RETURNED, NOT_OURS = "assigned", "returned", "not_ours"
MAX_NOTE = 300


@transaction.atomic
def assign_transfer(*, transfer: BankTransfer, order: Order, actor: User) -> BankTransfer:
    """The buyer forgot the code: the seller says which order this money is for.

    Raises NotFound for another booth's order, Conflict for money that is settled already or an
    order that can take none.
    """
    if order.booth_id != transfer.booth_id:
        raise NotFound()
    current = _waiting(transfer, ASSIGNED)
    if current is None:
        return transfer
    held = hold(order)
    _accept_transfer(held, actor)
    is_late = held.order.state == orders_rules.CANCELLED
    current.outcome = Outcome.LATE if is_late else Outcome.MATCHED
    current.payment = held.payment
    _settle(current, ASSIGNED, actor, order.code)
    count(held, current, actor=actor)
    return current


def _accept_transfer(held: Held, actor: User) -> None:
    payment = held.payment
    if payment.status == rules.REFUNDED:
        raise wrong_state(payment)
    if payment.method == rules.COD and held.order.state != orders_rules.CANCELLED:
        # The buyer promised cash and sent the money after all.
        if payment.status != rules.PENDING:
            raise wrong_state(payment)
        change(held, "payment.switched", actor=actor, role="seller", method=rules.VIETQR)
        orders.set_payment(order=held.order, method=rules.VIETQR)


@transaction.atomic
def return_transfer(*, transfer: BankTransfer, actor: User, note: str = "") -> BankTransfer:
    """The seller has sent the money back to where it came from."""
    return _done(transfer, RETURNED, actor, note)


@transaction.atomic
def dismiss_transfer(*, transfer: BankTransfer, actor: User, note: str = "") -> BankTransfer:
    """It has nothing to do with the market: a wage, a cousin."""
    return _done(transfer, NOT_OURS, actor, note)


def _done(transfer: BankTransfer, how: str, actor: User, note: str) -> BankTransfer:
    current = _waiting(transfer, how)
    if current is None:
        return transfer
    _settle(current, how, actor, note)
    return current


def _waiting(transfer: BankTransfer, how: str) -> BankTransfer | None:
    """The locked transfer; None when this was said already. Raises Conflict for another word."""
    current = (
        BankTransfer.objects.select_for_update(no_key=True, of=("self",))
        .select_related("booth")
        .get(pk=transfer.pk)
    )
    if current.payment_id is None and current.settled_at is None:
        return current
    if current.settled_how == how:
        return None
    raise Conflict(_("Khoản chuyển này đã được xử lý."), code="wrong_state")


def _settle(transfer: BankTransfer, how: str, actor: User, note: str) -> None:
    transfer.settled_at = clock.now()
    transfer.settled_how = how
    transfer.settled_by = actor
    transfer.settled_note = note[:MAX_NOTE]
    transfer.next_try_at = None
    transfer.save()
    audit.record(
        "transfer.settled",
        subject=transfer,
        actor=actor,
        role="seller",
        booth_id=transfer.booth_id,
        diff={"settled_how": ["", how]},
    )
