"""What people say of a payment: I have sent it, I have it, I do not see it, cash instead."""

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import Conflict
from backend.orders import rules as orders_rules
from backend.orders import services as orders
from backend.orders.models import Order
from backend.payments import rules
from backend.payments.models import Payment
from backend.payments.services import tell
from backend.payments.services.gate import change, hold, hold_payment, wrong_state
from backend.payments.services.settle import settle, settle_late

SELLER = "seller"


@transaction.atomic
def mark_received(*, payment: Payment, actor: User) -> Payment:
    """ "Đã nhận đủ": the seller has seen the whole sum in the own bank's app.

    For an order that was cancelled meanwhile, the money has to go back. Repeated: nothing new.
    """
    held = hold_payment(payment)
    current = held.payment
    if current.method != rules.VIETQR:
        raise wrong_state(current)
    now = clock.now()
    if current.status in rules.CLOSED:
        settle_late(
            held,
            "payment.late_money",
            actor=actor,
            role=SELLER,
            confirmed_by_hand=True,
            hand_marked_at=now,
        )
    elif current.status in rules.OPEN:
        settle(
            held,
            "payment.marked_received",
            actor=actor,
            role=SELLER,
            confirmed_by_hand=True,
            hand_marked_at=now,
        )
    elif current.status != rules.PAID:
        raise wrong_state(current)
    return current


@transaction.atomic
def undo_mark(*, payment: Payment, actor: User) -> Payment:
    """Take "đã nhận đủ" back, within 10 minutes and while the order is pending."""
    held = hold_payment(payment)
    current = held.payment
    if current.status in rules.OPEN:
        return current
    if current.status != rules.PAID or not current.confirmed_by_hand:
        raise wrong_state(current)
    if not rules.may_undo(held.order.state, current.hand_marked_at, clock.now()):
        raise Conflict(
            _("Đã quá 10 phút hoặc đơn đã được nhận, nên không sửa lại được nữa."),
            code="too_late",
        )
    settle(
        held,
        "payment.mark_undone",
        actor=actor,
        role=SELLER,
        confirmed_by_hand=False,
        hand_marked_at=None,
        paid_at=None,
    )
    return current


@transaction.atomic
def mark_not_seen(*, payment: Payment, actor: User) -> Payment:
    """ "Chưa thấy": the buyer is asked to look again; the order goes on waiting."""
    held = hold_payment(payment)
    if held.payment.status not in rules.OPEN or held.payment.method != rules.VIETQR:
        raise wrong_state(held.payment)
    change(held, "payment.not_seen", actor=actor, role=SELLER, not_seen_at=clock.now())
    tell.not_seen(held)
    return held.payment


@transaction.atomic
def claim_sent(*, payment: Payment, actor: User | None = None) -> Payment:
    """The buyer says so; it is a hint to the seller and never counts as money."""
    held = hold_payment(payment)
    if held.payment.method != rules.VIETQR:
        raise wrong_state(held.payment)
    if held.payment.status not in rules.OPEN or _is_unanswered(held.payment):
        return held.payment
    change(held, "payment.claimed", actor=actor, role="buyer", claimed_at=clock.now())
    tell.claimed(held)
    return held.payment


def _is_unanswered(payment: Payment) -> bool:
    claimed_at, not_seen_at = payment.claimed_at, payment.not_seen_at
    return claimed_at is not None and (not_seen_at is None or not_seen_at < claimed_at)


@transaction.atomic
def switch_to_cash(*, order: Order, actor: User | None = None) -> Payment:
    """The buyer pays at the door instead; not once money is on its way in."""
    held = hold(order)
    payment = held.payment
    if payment.method == rules.COD:
        return payment
    if payment.status != rules.PENDING or order.state != orders_rules.PENDING:
        raise wrong_state(payment)
    if not order.booth.takes_cod:
        raise Conflict(_("Gian hàng này không nhận tiền mặt."), code="payment_method")
    change(held, "payment.switched", actor=actor, role="buyer", method=rules.COD, hold_until=None)
    orders.set_payment(order=order, method=rules.COD, hold_until=None)
    return payment


@transaction.atomic
def record_cash(*, order: Order) -> None:
    """The parcel was handed over against cash. Repeated, or not paid in cash: nothing."""
    held = hold(order)
    payment = held.payment
    if payment.method == rules.COD and payment.status == rules.PENDING:
        change(
            held, "payment.cash", status=rules.PAID, received_vnd=payment.amount_vnd, role=SELLER
        )
