"""Money that has to go back to a buyer: promised, then given back or turned into goods."""

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import override

from backend.accounts.models import User
from backend.core import audit, clock
from backend.core.errors import Conflict
from backend.orders import services as orders
from backend.orders.models import Order
from backend.payments import rules
from backend.payments.models import Payment, PaymentPart, RefundPromise
from backend.payments.services import tell
from backend.payments.services.gate import Held, change, hold, wrong_state

Settled = RefundPromise.Settled

MAX_NOTE = 300


def owe(held: Held, amount_vnd: int, why: str, *, reason: str = "") -> RefundPromise:
    """Promise a sum to the buyer; `why` is overpaid, late or cancelled."""
    promise = RefundPromise.objects.create(
        payment=held.payment,
        order=held.order,
        booth_id=held.payment.booth_id,
        amount_vnd=amount_vnd,
        reason=reason[:200] or _reason(why),
        due_by=clock.now() + rules.RETURN_WITHIN,
        created_at=clock.now(),
    )
    audit.record(
        "refund.promised",
        subject=promise,
        booth_id=promise.booth_id,
        reason=why,
        diff={"amount_vnd": [0, amount_vnd]},
    )
    tell.owed(promise, held.order, is_excess=why == "overpaid")
    return promise


def _reason(why: str) -> str:
    """Stored, so it is told in the market's first language."""
    with override("vi"):
        return {
            "overpaid": _("Khách chuyển thừa"),
            "late": _("Tiền đến khi đơn đã huỷ"),
            "cancelled": _("Đơn đã huỷ"),
        }[why]


@transaction.atomic
def void_or_refund_due(*, order: Order, reason: str = "", expired: bool = False) -> None:
    """Right after orders.cancel, in its transaction. Repeated, it does nothing."""
    held = hold(order)
    payment = held.payment
    if payment.status in rules.OPEN:
        status = rules.EXPIRED if expired else rules.VOID
        change(held, "payment.ended", status=status, reason=reason)
    if payment.status not in (rules.PAID, rules.EXPIRED, rules.VOID):
        return
    owed_vnd = payment.received_vnd - promised(payment)
    if owed_vnd > 0:
        change(held, "payment.refund_due", status=rules.REFUND_DUE, reason=reason)
        owe(held, owed_vnd, "cancelled", reason=reason)


def promised(payment: Payment) -> int:
    """All that was ever owed of it, given back or not."""
    return payment.refund_promises.aggregate(sum=Sum("amount_vnd"))["sum"] or 0


@transaction.atomic
def settle_refund(*, promise: RefundPromise, actor: User | None, note: str = "") -> None:
    """The booth has given the money back. Raises Conflict when the goods were sent instead."""
    held = hold(promise.order)
    if not _end(promise, Settled.RETURNED, actor, note):
        if promise.settled != Settled.RETURNED:
            raise wrong_state(held.payment)
        return
    _close(held, actor)
    tell.returned(promise, held.order)


@transaction.atomic
def carry_over(*, promise: RefundPromise, order: Order, actor: User | None) -> Payment:
    """Pay a new order of the same goods with the money of a cancelled one: "vẫn gửi".

    In the transaction that made the new order. Raises Conflict when the money does not cover it
    (not_enough), belongs to an order that goes on, or has been settled (wrong_state).
    """
    held = hold(promise.order)
    old = held.payment
    if old.status != rules.REFUND_DUE:
        raise wrong_state(old)
    if promise.amount_vnd < order.total_vnd:
        raise Conflict(
            _("Số tiền này không đủ cho đơn. Bạn trả lại khách, hoặc nhờ khách đặt lại."),
            code="not_enough",
        )
    if not _end(promise, Settled.SENT_ANYWAY, actor, order.code):
        raise wrong_state(old)
    _close(held, actor)
    payment = Payment.objects.create(
        purchase_id=order.purchase_id,
        method=old.method,
        amount_vnd=order.total_vnd,
        booth_id=old.booth_id,
        bank_bin=old.bank_bin,
        bank_name=old.bank_name,
        account_number=old.account_number,
        account_holder=old.account_holder,
        memo=order.code,
        carried_from=promise,
        created_at=clock.now(),
    )
    PaymentPart.objects.create(payment=payment, order=order, amount_vnd=order.total_vnd)
    orders.set_payment(order=order, method=old.method, status=rules.PENDING, hold_until=None)
    fresh = hold(order)
    change(
        fresh,
        "payment.carried_over",
        actor=actor,
        role="seller",
        status=rules.PAID,
        received_vnd=promise.amount_vnd,
    )
    excess_vnd = promise.amount_vnd - order.total_vnd
    if excess_vnd:
        owe(fresh, excess_vnd, "overpaid")
    return fresh.payment


def _end(promise: RefundPromise, how: str, actor: User | None, note: str) -> bool:
    """False when it was settled before; `promise` is up to date then."""
    ended = RefundPromise.objects.filter(pk=promise.pk, settled="").update(
        settled=how,
        settled_at=clock.now(),
        settled_by=actor,
        settled_note=note[:MAX_NOTE],
    )
    promise.refresh_from_db()
    if ended:
        audit.record(
            "refund.settled",
            subject=promise,
            actor=actor,
            role="seller" if actor else "",
            booth_id=promise.booth_id,
            diff={"settled": ["", how]},
        )
    return bool(ended)


def _close(held: Held, actor: User | None) -> None:
    """The last promise of a cancelled order is kept: nothing is owed any more."""
    is_open = held.payment.refund_promises.filter(settled="").exists()
    if held.payment.status == rules.REFUND_DUE and not is_open:
        change(held, "payment.refunded", actor=actor, status=rules.REFUNDED)
