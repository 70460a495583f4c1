"""Money for tests: an order with its payment, a bank that tells what came in."""

import itertools

from backend.booths.models import Booth
from backend.core import clock
from backend.orders import services as orders
from backend.orders.models import Order
from backend.partners import services as partners
from backend.partners.models import PartnerAccount
from backend.payments import selectors, services
from backend.payments.contract import Event
from backend.payments.models import Payment
from tests.builders.catalogue import a_variant
from tests.builders.orders import a_purchase

SECRET = "DEMOSECRET"


def a_feed(booth: Booth, **secrets: str) -> PartnerAccount:
    """Link the booth's account to SePay; by HMAC unless told otherwise."""
    booth.payment_state = Booth.PaymentState.LINKED
    booth.save()
    return partners.connect(
        booth=booth,
        kind="feed",
        partner="sepay",
        settings={"account_number": booth.bank_account_number},
        secrets=secrets or {"hmac_secret": SECRET},
    )


class Bank:
    """Tells the market of money that reached a booth's account."""

    def __init__(self, booth: Booth, feed: PartnerAccount) -> None:
        self.booth, self.feed = booth, feed
        self.numbers = itertools.count(1)

    def event(self, content: str, amount_vnd: int, **fields) -> Event:
        number = next(self.numbers)
        return Event(
            **{
                "event_id": str(number),
                "reference": f"FT{number}",
                "account_number": self.booth.bank_account_number,
                "amount_vnd": amount_vnd,
                "content": content,
                "occurred_at": clock.now(),
                **fields,
            }
        )

    def tells(self, content: str, amount_vnd: int, **fields) -> str:
        return services.take_in(account=self.feed, event=self.event(content, amount_vnd, **fields))


def an_unpaid_order(booth: Booth, *, method: str = "vietqr", quantity: int = 1, user=None) -> Order:
    """One order of 110,000 đồng: 90,000 and postage of 20,000."""
    purchase = a_purchase((a_variant(booth), quantity), user=user)
    order = purchase.orders.select_related("booth", "purchase").get()
    services.prepare(purchase=purchase, choices={order.pk: method})
    order.refresh_from_db()
    return order


def payment_of(order: Order) -> Payment:
    return selectors.payment_of(order)


def cancel(order: Order, *, by: str = "buyer", expired: bool = False) -> None:
    """What aftersales does, without the process above."""
    orders.cancel(order=order, by=by, reason="Đổi ý")
    services.void_or_refund_due(order=order, reason="Đổi ý", expired=expired)
