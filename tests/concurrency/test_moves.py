"""Two who move the same order at the same moment: one of them wins, and the books are right."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from backend.aftersales import services as aftersales
from backend.core import clock
from backend.core.errors import Conflict
from backend.orders import services as orders
from backend.orders.models import Order, TrailEntry
from backend.payments import services as payments
from backend.payments.models import Payment, RefundPromise
from tests.builders.catalogue import a_variant
from tests.builders.orders import a_placed_order

pytestmark = pytest.mark.postgres


def at_once(*calls):
    """Each call's answer, or the Conflict that refused it."""
    start = threading.Barrier(len(calls))

    def one(call):
        start.wait(timeout=20)
        try:
            return call()
        except Conflict as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def fresh(order):
    return Order.objects.get(pk=order.pk)


@pytest.fixture(autouse=True)
def _commits(transactional_db):
    pass


@pytest.fixture
def sauce(people):
    return a_variant(people.booth_a, on_hand=100)


@pytest.mark.promise("I12")
def test_confirming_and_cancelling_at_once_leaves_one_of_both(people):
    for _again in range(8):
        sauce = a_variant(people.booth_a, on_hand=100)
        confirm_and_cancel(a_placed_order(sauce, 2), sauce, people)


def confirm_and_cancel(order, sauce, people):
    confirmed, cancelled = at_once(
        lambda: orders.confirm(order=fresh(order), actor=people.owner_a),
        lambda: aftersales.cancel(order=fresh(order), by="buyer"),
    )
    order.refresh_from_db()
    assert [isinstance(each, Conflict) for each in (confirmed, cancelled)].count(True) == 1
    assert order.state == ("cancelled" if isinstance(confirmed, Conflict) else "confirmed")
    assert TrailEntry.objects.filter(order=order).count() == 2
    sauce.refresh_from_db()
    assert sauce.reserved == (0 if order.state == "cancelled" else 2)


@pytest.mark.promise("T4")
def test_fifty_cancels_of_a_paid_order_promise_the_money_back_once(sauce, people):
    order = a_placed_order(sauce, method="vietqr")
    payments.mark_received(payment=Payment.objects.get(parts__order=order), actor=people.owner_a)
    at_once(
        *[
            lambda: aftersales.cancel(
                order=fresh(order), by="seller", reason="Hết hàng", actor=people.owner_a
            )
        ]
        * 50
    )
    assert RefundPromise.objects.get(order=order).amount_vnd == order.total_vnd
    assert TrailEntry.objects.filter(order=order, event="cancel").count() == 1
    sauce.refresh_from_db()
    assert sauce.reserved == 0


def test_money_and_deadline_at_the_same_moment_lose_neither(sauce, people):
    for _again in range(8):
        pay_and_expire(a_placed_order(sauce, method="vietqr"), people)


def pay_and_expire(order, people):
    payment = Payment.objects.get(parts__order=order)
    with clock.at(order.hold_until + timedelta(minutes=11)):
        at_once(
            aftersales.expire_unpaid,
            lambda: payments.mark_received(payment=payment, actor=people.owner_a),
        )
    order.refresh_from_db()
    owed = RefundPromise.objects.filter(order=order).exists()
    assert (order.state, order.payment_status, owed) in {
        ("pending", "paid", False),
        ("cancelled", "refund_due", True),
    }


def test_a_parcel_handed_over_twice_at_once_claims_its_goods_once(sauce, people):
    order = orders.confirm(order=a_placed_order(sauce, 3), actor=people.owner_a)
    at_once(*[lambda: orders.hand_over(order=fresh(order), actor=people.owner_a)] * 8)
    sauce.refresh_from_db()
    assert (sauce.on_hand, sauce.reserved) == (97, 0)
    assert TrailEntry.objects.filter(order=order, event="hand_over").count() == 1
