"""Count money for an order: paid, short, too much, or to be given back."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Sum

from backend.accounts.models import User
from backend.orders import rules as orders
from backend.payments import rules
from backend.payments.models import BankTransfer, Payment
from backend.payments.services import tell
from backend.payments.services.gate import Held, change
from backend.payments.services.refunds import owe, promised

Outcome = BankTransfer.Outcome


def outcome_for(held: Held) -> Outcome:
    """What becomes of money for this payment if it arrives now; only read."""
    payment = held.payment
    if payment.status == rules.REFUNDED:
        return Outcome.NOT_EXPECTED
    if held.order.state == orders.CANCELLED:
        return Outcome.LATE
    return Outcome.MATCHED if payment.method == rules.VIETQR else Outcome.NOT_EXPECTED


def count(held: Held, transfer: BankTransfer, *, actor: User | None = None) -> None:
    """`transfer` has its payment and outcome (matched or late) already; the order is locked."""
    act = settle if transfer.outcome == Outcome.MATCHED else settle_late
    act(
        held,
        "payment.received" if act is settle else "payment.late_money",
        actor=actor,
        role="seller" if actor else "",
        reason=transfer.bank_reference,
    )


def settle(
    held: Held,
    action: str,
    *,
    actor: User | None = None,
    role: str = "",
    reason: str = "",
    **columns: Any,
) -> None:
    """Bring a payment whose order goes on to where the money that came in puts it."""
    payment = held.payment
    before_vnd = payment.received_vnd
    columns |= _sums(payment, columns)
    received_vnd, amount_vnd = columns["received_vnd"], payment.amount_vnd
    columns["status"] = rules.status_of(received_vnd=received_vnd, amount_vnd=amount_vnd)
    change(held, action, actor=actor, role=role, reason=reason, **columns)
    excess_vnd = rules.excess(received_vnd=received_vnd, amount_vnd=amount_vnd)
    if excess_vnd > promised(payment):
        owe(held, excess_vnd - promised(payment), "overpaid")
    elif payment.status == rules.SHORT and received_vnd > before_vnd:
        tell.short(held)


def settle_late(
    held: Held,
    action: str,
    *,
    actor: User | None = None,
    role: str = "",
    reason: str = "",
    **columns: Any,
) -> None:
    """Money for an order that is cancelled: whatever of it is not promised yet has to go back."""
    payment = held.payment
    columns |= _sums(payment, columns)
    columns["status"] = rules.REFUND_DUE
    change(held, action, actor=actor, role=role, reason=reason, **columns)
    owed_vnd = payment.received_vnd - promised(payment)
    if owed_vnd > 0:
        owe(held, owed_vnd, "late")


def _sums(payment: Payment, columns: Mapping[str, Any]) -> dict[str, Any]:
    """What the bank tells takes the place of what the seller said, once it is the whole."""
    arrived_vnd = _arrived(payment)
    is_marked = columns.get("confirmed_by_hand", payment.confirmed_by_hand)
    is_marked = is_marked and arrived_vnd < payment.amount_vnd
    received_vnd = rules.received(
        arrived_vnd=arrived_vnd, amount_vnd=payment.amount_vnd, is_marked=is_marked
    )
    return {"received_vnd": received_vnd, "confirmed_by_hand": is_marked}


def _arrived(payment: Payment) -> int:
    """What the bank told, and what came over from a cancelled order."""
    told = payment.transfers.aggregate(sum=Sum("amount_vnd"))["sum"] or 0
    return told + (payment.carried_from.amount_vnd if payment.carried_from else 0)
