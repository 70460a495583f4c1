"""The same money told at the same moment, on a real PostgreSQL."""

import threading
from collections import Counter

import pytest
from django.db import connections

from backend.aftersales import services as aftersales
from backend.core.errors import Busy, Conflict
from backend.core.invariants import INVARIANTS
from backend.core.models import AuditEvent
from backend.orders.models import Order
from backend.payments import invariants, services
from backend.payments.models import BankTransfer, ProviderEvent, RefundPromise
from backend.regions.models import Province
from backend.regions.services import load_regions
from tests.builders.payments import Bank, a_feed, an_unpaid_order, cancel
from tests.builders.payments import payment_of as pay
from tests.people import make_people

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def together(*acts) -> Counter:
    """Start all acts at one barrier, each on its own connection; count what they returned."""
    barrier, results = threading.Barrier(len(acts)), []

    def run(act) -> None:
        try:
            barrier.wait(timeout=30)
            results.append(act())
        except (Conflict, Busy) as refused:
            results.append(refused.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(results) == len(acts)
    return Counter(results)


def assert_money_holds() -> None:
    wrong = [
        violation
        for each in INVARIANTS.values()
        if each.violations.__module__ == invariants.__name__
        for violation in each.violations()
    ]
    assert wrong == []


@pytest.fixture
def bank(db):
    """Rows of the migrations are back (serialized_rollback); the regions are loaded anew."""
    if not Province.objects.exists():
        load_regions()
    booth = make_people().booth_a
    return Bank(booth, a_feed(booth))


@pytest.mark.promise("I10")
@pytest.mark.promise("C147")
def test_fifty_tellings_of_one_transfer_have_one_effect(bank):
    order = an_unpaid_order(bank.booth)
    event = bank.event(order.code, 60_000)
    outcomes = together(*[lambda: services.take_in(account=bank.feed, event=event)] * 50)
    assert outcomes == {"matched": 1, "duplicate": 49}
    assert pay(order).received_vnd == 60_000
    assert BankTransfer.objects.count() == ProviderEvent.objects.count() == 1
    assert AuditEvent.objects.filter(action="payment.received").count() == 1
    assert_money_holds()


@pytest.mark.promise("I11")
def test_twenty_transfers_for_one_order_add_up(bank):
    order = an_unpaid_order(bank.booth)
    events = [bank.event(order.code, 10_000) for _ in range(20)]
    acts = [
        lambda event=event: services.take_in(account=bank.feed, event=event) for event in events
    ]
    assert together(*acts) == {"matched": 20}
    assert (pay(order).status, pay(order).received_vnd) == ("paid", 200_000)
    assert sum(RefundPromise.objects.values_list("amount_vnd", flat=True)) == 90_000
    assert_money_holds()


def test_without_the_lock_the_same_transfers_would_be_lost(bank, monkeypatch):
    """The negative control: two that read the same payment, then both write."""
    order = an_unpaid_order(bank.booth)
    met = threading.Barrier(2)
    from backend.payments.services import feed, gate, settle

    def unlocked(payment):
        order = Order.objects.get(payment_parts__payment=payment)
        return gate.Held(order, payment)

    real = settle._arrived

    def met_in_the_middle(payment):
        arrived = real(payment)
        met.wait(timeout=10)
        return arrived

    monkeypatch.setattr(feed, "hold_payment", unlocked)
    monkeypatch.setattr(settle, "_arrived", met_in_the_middle)
    events = [bank.event(order.code, 55_000) for _ in range(2)]
    together(
        *[lambda event=event: services.take_in(account=bank.feed, event=event) for event in events]
    )
    assert pay(order).received_vnd == 55_000  # 110,000 came


@pytest.mark.promise("I12")
@pytest.mark.parametrize("_again", range(8))
def test_money_and_a_cancel_at_the_same_moment_end_in_one_of_two_ways(bank, _again):
    order = an_unpaid_order(bank.booth)
    event = bank.event(order.code, 110_000)
    outcomes = together(
        lambda: services.take_in(account=bank.feed, event=event),
        lambda: bool(aftersales.cancel(order=Order.objects.get(pk=order.pk), by="buyer")),
    )
    order.refresh_from_db()
    assert set(outcomes) in ({"matched", True}, {"late", True})
    assert (order.state, order.payment_status) == ("cancelled", "refund_due")
    assert RefundPromise.objects.get().amount_vnd == 110_000
    assert_money_holds()


def test_one_promise_settled_by_fifty_hands_is_settled_once(bank):
    order = an_unpaid_order(bank.booth)
    cancel(order)
    bank.tells(order.code, 110_000)
    promise = RefundPromise.objects.get()

    def give_back():
        services.settle_refund(promise=RefundPromise.objects.get(pk=promise.pk), actor=None)

    def send():
        found = RefundPromise.objects.get(pk=promise.pk)
        return aftersales.send_anyway(promise=found, actor=None).code[:2]

    outcomes = together(*[give_back, send] * 10)
    assert outcomes["DM"] in (0, 1)
    assert AuditEvent.objects.filter(action="refund.settled").count() == 1
    assert Order.objects.count() == 1 + outcomes["DM"]
    assert_money_holds()
