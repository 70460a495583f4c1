"""Write what has to be paid for a purchase just made: one payment for each order."""

from collections.abc import Mapping
from datetime import timedelta

from backend.booths.models import Booth
from backend.core import clock
from backend.core.errors import Invalid
from backend.orders import services as orders
from backend.orders.models import Order, Purchase
from backend.payments import rules, selectors
from backend.payments.models import Payment, PaymentPart


def methods_for(booth: Booth, total_vnd: int) -> list[str]:
    """The ways to pay that a booth offers for such a sum; none means it cannot be bought from."""
    offers = [
        (rules.COD, booth.takes_cod),
        (rules.VIETQR, booth.payment_state != Booth.PaymentState.NONE and total_vnd > 0),
    ]
    return [method for method, is_offered in offers if is_offered]


def prepare(*, purchase: Purchase, choices: Mapping[int, str]) -> list[Payment]:
    """In the placement's transaction; `choices` is {order id: method}.

    Account and memo are frozen here. Raises Invalid for a method the booth does not offer.
    """
    now = clock.now()
    payments = []
    for order in purchase.orders.select_related("booth").order_by("pk"):
        method = choices[order.pk]
        if method not in methods_for(order.booth, order.total_vnd):
            raise Invalid(code="payment_method", field="payment")
        hold_until = None
        if method == rules.VIETQR:
            minutes = selectors.hold_minutes(order.booth.payment_state)
            hold_until = now + timedelta(minutes=minutes)
        payments.append(
            Payment.objects.create(
                purchase=purchase,
                method=method,
                amount_vnd=order.total_vnd,
                booth=order.booth,
                hold_until=hold_until,
                created_at=now,
                memo=order.code,
                **(_account_of(order) if method == rules.VIETQR else {}),
            )
        )
        PaymentPart.objects.create(payment=payments[-1], order=order, amount_vnd=order.total_vnd)
        orders.set_payment(order=order, method=method, status=rules.PENDING, hold_until=hold_until)
    return payments


def _account_of(order: Order) -> dict[str, str]:
    return {
        "bank_bin": order.booth.bank_bin,
        "bank_name": order.booth.bank_name,
        "account_number": order.booth.bank_account_number,
        "account_holder": order.booth.bank_account_holder,
    }
