"""How does a payment stand, what money waits for a word, and what is owed to buyers?"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.booths.models import Booth
from backend.core import clock
from backend.core.errors import NotFound
from backend.core.money import format_dong
from backend.orders.models import Order, Purchase
from backend.payments import rules
from backend.payments.contract import Charge
from backend.payments.models import BankTransfer, HoldRule, Payment, ProviderEvent, RefundPromise
from backend.payments.providers import PROVIDERS, vietqr

_CANCELLED = Order.State.CANCELLED


def hold_minutes(payment_state: str) -> int:
    """How long goods are kept for an unpaid order of such a booth today."""
    today = clock.today()
    rule = (
        HoldRule.objects.filter(
            Q(valid_to=None) | Q(valid_to__gt=today),
            payment_state=payment_state,
            valid_from__lte=today,
        )
        .order_by("-valid_from", "-pk")
        .first()
    )
    if rule is None:
        raise LookupError(f"no hold rule for {payment_state!r} on {today}")
    return rule.minutes


# --- one payment ---


@dataclass(frozen=True, slots=True)
class OwedBack:
    """A sum that a booth owes a buyer, open or settled."""

    id: int
    amount_vnd: int
    reason: str
    due_by: datetime
    settled: str
    words: str


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment as pages and the API show it. `amount_vnd` is the whole, `to_pay_vnd` the rest."""

    id: int
    order_id: int
    method: str
    label: str
    status: str
    words: str
    amount_vnd: int
    received_vnd: int
    to_pay_vnd: int
    excess_vnd: int
    qr_payload: str | None
    bank_name: str
    account_number: str
    account_grouped: str
    account_holder: str
    memo: str
    hold_until: datetime | None
    is_by_hand: bool
    is_confirmed_by_hand: bool
    claimed_at: datetime | None
    not_seen_at: datetime | None
    can_claim: bool
    can_switch_to_cash: bool
    can_mark: bool
    can_undo: bool
    owed_back: list[OwedBack] = field(default_factory=list)


def payments_of(purchase: Purchase) -> QuerySet[Payment]:
    return _shown(Payment.objects.filter(purchase=purchase))


def payment_of(order: Order) -> Payment:
    return _shown(Payment.objects.filter(parts__order=order)).get()


def _shown(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    return (
        payments.select_related("booth")
        .prefetch_related("parts__order", "refund_promises")
        .order_by("pk")
    )


def payment_view(payment: Payment) -> PaymentView:
    """From a payment as `payments_of` and `payment_of` give it; asks nothing more."""
    (part,) = payment.parts.all()
    order, booth = part.order, payment.booth
    is_transfer = payment.method == rules.VIETQR
    is_open = payment.status in rules.OPEN and order.state == Order.State.PENDING
    is_unpaid = is_transfer and is_open
    sums = {"received_vnd": payment.received_vnd, "amount_vnd": payment.amount_vnd}
    to_pay_vnd = rules.missing(**sums) if payment.status in rules.OPEN else 0
    return PaymentView(
        id=payment.pk,
        order_id=order.pk,
        method=payment.method,
        label=str(PROVIDERS[payment.method].label),
        status=payment.status,
        words=words(payment),
        amount_vnd=payment.amount_vnd,
        received_vnd=payment.received_vnd,
        to_pay_vnd=to_pay_vnd,
        excess_vnd=rules.excess(**sums) if payment.status == rules.PAID else 0,
        qr_payload=_qr_payload(payment, to_pay_vnd) if is_unpaid else None,
        bank_name=payment.bank_name,
        account_number=payment.account_number,
        account_grouped=grouped(payment.account_number),
        account_holder=payment.account_holder,
        memo=payment.memo,
        hold_until=payment.hold_until if is_unpaid else None,
        is_by_hand=booth.payment_state == Booth.PaymentState.BY_HAND,
        is_confirmed_by_hand=payment.confirmed_by_hand,
        claimed_at=payment.claimed_at,
        not_seen_at=payment.not_seen_at,
        can_claim=is_unpaid and booth.payment_state == Booth.PaymentState.BY_HAND,
        can_switch_to_cash=(is_unpaid and booth.takes_cod and payment.status == rules.PENDING),
        can_mark=is_transfer and (is_open or payment.status in rules.CLOSED),
        can_undo=_can_undo(payment, order),
        owed_back=[_owed_back(promise) for promise in payment.refund_promises.all()],
    )


def views_of(purchase: Purchase) -> dict[int, dict[str, Any]]:
    """By order id, for the API: plain JSON values."""
    return {view.order_id: as_json(view) for view in map(payment_view, payments_of(purchase))}


def as_json(view: PaymentView) -> dict[str, Any]:
    names = ("method", "status", "amount_vnd", "received_vnd", "to_pay_vnd", "qr_payload",
             "bank_name", "account_number", "account_holder", "memo")  # fmt: skip
    return {
        **{name: getattr(view, name) for name in names},
        "hold_until": _iso(view.hold_until),
        "owed_back": [
            {
                "id": each.id,
                "amount_vnd": each.amount_vnd,
                "due_by": _iso(each.due_by),
                "settled": each.settled,
            }
            for each in view.owed_back
        ],
    }


def words(payment: Payment) -> str:
    """What people read of a payment's state, never the code word."""
    if payment.status == rules.PENDING and payment.method == rules.COD:
        return _("Trả tiền khi nhận hàng")
    if payment.status == rules.SHORT:
        missing_vnd = rules.missing(
            received_vnd=payment.received_vnd, amount_vnd=payment.amount_vnd
        )
        return _("Còn thiếu %(amount)s") % {"amount": format_dong(missing_vnd)}
    return {
        rules.PENDING: _("Chưa thanh toán"),
        rules.PAID: _("Đã thanh toán"),
        rules.EXPIRED: _("Hết hạn thanh toán"),
        rules.VOID: _("Không phải thanh toán"),
        rules.REFUND_DUE: _("Phải trả lại"),
        rules.REFUNDED: _("Đã trả lại"),
    }[payment.status]


def grouped(account_number: str) -> str:
    """In fours from the left, as banks print it."""
    return " ".join(account_number[i : i + 4] for i in range(0, len(account_number), 4))


def qr_svg(payload: str, *, title: str = "") -> str:
    return vietqr.svg(payload, title=title)


def qr_png(payload: str) -> bytes:
    return vietqr.png(payload)


def _qr_payload(payment: Payment, to_pay_vnd: int) -> str:
    charge = Charge(payment.memo, to_pay_vnd, payment.bank_bin, payment.account_number)
    return PROVIDERS[payment.method].start(charge, None).qr_payload


def _can_undo(payment: Payment, order: Order) -> bool:
    return (
        payment.status == rules.PAID
        and payment.confirmed_by_hand
        and rules.may_undo(order.state, payment.hand_marked_at, clock.now())
    )


def _owed_back(promise: RefundPromise) -> OwedBack:
    if promise.settled == RefundPromise.Settled.RETURNED:
        text = _("Đã trả lại %(amount)s")
    elif promise.settled == RefundPromise.Settled.SENT_ANYWAY:
        text = _("%(amount)s đã chuyển sang đơn %(order)s")
    else:
        text = _("Phải trả lại %(amount)s trước %(day)s")
    values = {
        "amount": format_dong(promise.amount_vnd),
        "day": timezone.localtime(promise.due_by).strftime("%d/%m/%Y"),
        "order": promise.settled_note,
    }
    return OwedBack(
        id=promise.pk,
        amount_vnd=promise.amount_vnd,
        reason=promise.reason,
        due_by=promise.due_by,
        settled=promise.settled,
        words=text % values,
    )


def _iso(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


# --- money that waits for a word of the booth ---


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """One sum on the list "Chuyển khoản cần xem", with what the seller may do about it.

    `kind` is an outcome of a transfer, or short, claimed, owed. `steps` are words of
    TO_LOOK_AT_STEPS; `id` is of the transfer, the promise or the payment, by `about`. Whom money
    is owed is named with a phone, even if the order was never confirmed: one must ask where to.
    """

    about: str
    id: int
    kind: str
    words: str
    amount_vnd: int
    at: datetime
    content: str = ""
    order_code: str = ""
    due_by: datetime | None = None
    owed_to: str = ""
    phone: str = ""
    is_being_tried: bool = False
    steps: tuple[str, ...] = ()


_OF_A_TRANSFER = ("assign", "returned", "not-ours")


def transfers_to_look_at(booth: Booth) -> list[ToLookAt]:
    """Unmatched transfers, money owed back, orders paid short or claimed; the oldest first."""
    items = [
        *map(_unmatched, transfers_waiting(booth)),
        *map(_owed, open_refunds(booth=booth)),
        *map(_unpaid, _payments_waiting(booth)),
    ]
    return sorted(items, key=lambda item: item.at)


def money_to_look_at(booth: Booth) -> int:
    """The figure on the booth's first screen."""
    return (
        transfers_waiting(booth).count()
        + open_refunds(booth=booth).count()
        + _payments_waiting(booth).count()
    )


def transfers_waiting(booth: Booth) -> QuerySet[BankTransfer]:
    return BankTransfer.objects.filter(booth=booth, payment=None, settled_at=None)


def transfer_of_booth(booth: Booth, transfer_id: int) -> BankTransfer:
    transfer = BankTransfer.objects.filter(booth=booth, pk=transfer_id).first()
    if transfer is None:
        raise NotFound()
    return transfer


def refund_of_booth(booth: Booth, promise_id: int) -> RefundPromise:
    promise = (
        RefundPromise.objects.filter(booth=booth, pk=promise_id).select_related("order").first()
    )
    if promise is None:
        raise NotFound()
    return promise


def orders_for_transfer(booth: Booth) -> QuerySet[Order]:
    """The orders a seller may choose from when money came without a code, the newest first."""
    return (
        Order.objects.filter(booth=booth, state=Order.State.PENDING, payment_status__in=rules.OPEN)
        .select_related("purchase")
        .order_by("-pk")
    )


def open_refunds(
    *,
    booth: Booth | None = None,
    province_code: str | None = None,
    purchase: Purchase | None = None,
) -> QuerySet[RefundPromise]:
    """What is owed to buyers and not settled, the first due first."""
    if booth is None and province_code is None and purchase is None:
        raise TypeError("whose refunds?")
    promises = RefundPromise.objects.filter(settled="").select_related("order__purchase", "booth")
    if booth is not None:
        promises = promises.filter(booth=booth)
    if province_code is not None:
        promises = promises.filter(booth__province_id=province_code)
    if purchase is not None:
        promises = promises.filter(order__purchase=purchase)
    return promises.order_by("due_by", "pk")


def transfers_to_try_again() -> list[int]:
    due = BankTransfer.objects.filter(next_try_at__lte=clock.now())
    return list(due.order_by("next_try_at").values_list("pk", flat=True)[:200])


def poll_cursor(account_id: int) -> str:
    """A day back in what a feed told, so that the gaps of the last day are read again."""
    ids: Iterable[str] = (
        ProviderEvent.objects.filter(
            partner_account_id=account_id, received_at__lt=clock.now() - timedelta(days=1)
        )
        .order_by("-received_at", "-pk")
        .values_list("event_id", flat=True)[:100]
    )
    return str(max((int(each) for each in ids if each.isdecimal()), default=""))


def _payments_waiting(booth: Booth) -> QuerySet[Payment]:
    """Paid short, or claimed and not yet answered."""
    unanswered = Q(not_seen_at=None) | Q(not_seen_at__lt=F("claimed_at"))
    claimed = Q(status=rules.PENDING, claimed_at__isnull=False) & unanswered
    return Payment.objects.filter(
        Q(status=rules.SHORT) | claimed,
        booth=booth,
        method=rules.VIETQR,
        parts__order__state=Order.State.PENDING,
    ).prefetch_related("parts__order")


def _unmatched(transfer: BankTransfer) -> ToLookAt:
    return ToLookAt(
        about="transfer",
        id=transfer.pk,
        kind=transfer.outcome,
        words=str(BankTransfer.Outcome(transfer.outcome).label),
        amount_vnd=transfer.amount_vnd,
        at=transfer.occurred_at,
        content=transfer.content,
        is_being_tried=transfer.next_try_at is not None,
        steps=_OF_A_TRANSFER,
    )


def _owed(promise: RefundPromise) -> ToLookAt:
    is_cancelled = promise.order.state == _CANCELLED
    covers = promise.amount_vnd >= promise.order.total_vnd
    return ToLookAt(
        about="refund",
        id=promise.pk,
        kind="owed",
        words=promise.reason,
        amount_vnd=promise.amount_vnd,
        at=promise.created_at,
        order_code=promise.order.code,
        due_by=promise.due_by,
        owed_to=promise.order.purchase.contact_name,
        phone=promise.order.purchase.contact_phone,
        steps=("returned", "send-anyway") if is_cancelled and covers else ("returned",),
    )


def _unpaid(payment: Payment) -> ToLookAt:
    (part,) = payment.parts.all()
    is_short = payment.status == rules.SHORT
    missing_vnd = rules.missing(received_vnd=payment.received_vnd, amount_vnd=payment.amount_vnd)
    return ToLookAt(
        about="order",
        id=payment.pk,
        kind="short" if is_short else "claimed",
        words=words(payment) if is_short else _("Khách báo đã chuyển"),
        amount_vnd=missing_vnd,
        at=payment.claimed_at or payment.created_at,
        order_code=part.order.code,
        steps=("received", "not-seen"),
    )
