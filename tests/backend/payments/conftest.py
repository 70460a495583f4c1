"""Money for tests: a purchase with its payments, a linked account, a bank that tells."""

import itertools
from datetime import UTC, datetime

import pytest

from backend.booths.models import Booth
from backend.core import clock
from backend.orders import services as orders
from backend.partners import services as partners
from backend.payments import selectors, services
from backend.payments.contract import Event
from tests.builders.catalogue import a_variant
from tests.builders.orders import a_purchase

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture
def now():
    with clock.at(NOW):
        yield NOW


@pytest.fixture
def linked(people, now):
    """Booth A, whose bank tells the market what came in."""
    booth = people.booth_a
    booth.payment_state = Booth.PaymentState.LINKED
    booth.save()
    booth.feed = partners.connect(
        booth=booth,
        kind="feed",
        partner="sepay",
        settings={"account_number": booth.bank_account_number},
        secrets={"hmac_secret": "DEMOSECRET"},
    )
    return booth


@pytest.fixture
def bank(linked):
    return Bank(linked)


class Bank:
    """Tells the market of money that reached booth A's account."""

    def __init__(self, booth: Booth) -> None:
        self.booth = booth
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
        return services.take_in(
            account=self.booth.feed, event=self.event(content, amount_vnd, **fields)
        )


def an_unpaid_order(booth: Booth, *, method: str = "vietqr", quantity: int = 1, user=None):
    """One order of 110,000 đồng: 90,000 and postage of 20,000."""
    purchase = a_purchase((a_variant(booth), quantity), user=user)
    order = purchase.orders.select_related("booth", "purchase").get()
    services.prepare(purchase=purchase, choices={order.pk: method})
    order.refresh_from_db()
    return order


@pytest.fixture
def order(linked):
    return an_unpaid_order(linked)


def pay(order):
    return selectors.payment_of(order)


def cancel(order, *, by="buyer", expired=False):
    """What aftersales does, without the process above."""
    orders.cancel(order=order, by=by, reason="Đổi ý")
    services.void_or_refund_due(order=order, reason="Đổi ý", expired=expired)
