"""Cancelling, expiring, refusing in silence, sending anyway; what becomes of goods and money."""

from datetime import timedelta

import pytest

from backend.aftersales import services
from backend.catalogue import services as catalogue
from backend.core import clock, invariants, queue
from backend.core.errors import Conflict, Invalid
from backend.notifications.models import Message
from backend.orders import services as orders
from backend.orders.models import Order
from backend.payments import services as payments
from backend.payments.models import Payment, RefundPromise
from tests.builders.catalogue import a_variant
from tests.builders.orders import a_placed_order, at_state
from tests.builders.shopping import Shopper

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def sauce(people):
    return a_variant(people.booth_a, on_hand=10)


@pytest.fixture(autouse=True)
def _invariants_hold(db):
    yield
    ours = ("I2", "I6", "I7", "I8", "I9", "I12", "I20", "I22")
    assert not [line for line in invariants.violations() if line.startswith(ours)]


def stock(variant):
    variant.refresh_from_db()
    return variant.on_hand, variant.reserved


def payment_of(order):
    return Payment.objects.get(parts__order=order)


def paid(order, actor):
    payments.mark_received(payment=payment_of(order), actor=actor)
    order.refresh_from_db()
    return order


# --- cancelling ---


def test_an_unpaid_order_that_is_cancelled_has_nothing_to_pay(sauce):
    order = a_placed_order(sauce, 3, method="vietqr")
    services.cancel(order=order, by="buyer")
    order.refresh_from_db()
    assert (order.state, order.payment_status) == ("cancelled", "void")
    assert order.cancel_reason == "Người mua đổi ý"
    assert stock(sauce) == (10, 0)
    assert not RefundPromise.objects.exists()


def test_a_paid_order_that_is_refused_opens_one_promise_however_often_it_is_refused(people, sauce):
    order = paid(a_placed_order(sauce, method="vietqr"), people.owner_a)
    for _ in range(3):
        services.cancel(order=order, by="seller", reason="Hết hàng", actor=people.owner_a)
    order.refresh_from_db()
    assert (order.state, order.payment_status) == ("cancelled", "refund_due")
    promise = RefundPromise.objects.get()
    assert (promise.amount_vnd, promise.reason) == (order.total_vnd, "Hết hàng")


def test_a_seller_says_why(sauce):
    with pytest.raises(Invalid):
        services.cancel(order=a_placed_order(sauce), by="seller", reason="")


def test_what_is_on_the_road_is_not_cancelled(sauce):
    order = at_state(a_placed_order(sauce), "handed_over")
    with pytest.raises(Conflict):
        services.cancel(order=order, by="seller", reason="Hết hàng")
    assert payment_of(order).status == "pending"


# --- deadlines ---


@pytest.mark.promise("I7")
def test_unpaid_goods_are_free_ten_minutes_after_the_hold_and_not_a_second_before(sauce):
    order = a_placed_order(sauce, 4, method="vietqr")
    deadline = order.hold_until + 10 * MINUTE
    with clock.at(deadline - SECOND):
        assert services.expire_unpaid() == 0
        assert stock(sauce) == (10, 4)
    with clock.at(deadline):
        assert services.expire_unpaid() == 1
        assert services.expire_unpaid() == 0
    order.refresh_from_db()
    assert (order.state, order.cancelled_by, order.payment_status) == (
        "cancelled",
        "system",
        "expired",
    )
    assert stock(sauce) == (10, 0)


def test_money_that_came_in_time_keeps_the_order(people, sauce):
    order = paid(a_placed_order(sauce, method="vietqr"), people.owner_a)
    with clock.at(order.hold_until + HOUR):
        assert services.expire_unpaid() == 0


def test_cash_has_no_expiry_but_48_hours_of_the_sellers_silence_end_it(sauce):
    order = a_placed_order(sauce)
    placed = order.placed_at
    with clock.at(placed + 48 * HOUR - SECOND):
        assert (services.expire_unpaid(), services.refuse_unconfirmed()) == (0, 0)
    with clock.at(placed + 49 * HOUR):
        assert services.refuse_unconfirmed() == 1
        assert services.refuse_unconfirmed() == 0
    order.refresh_from_db()
    assert order.cancel_reason == "Người bán chưa nhận đơn trong 48 giờ"
    assert Message.objects.filter(kind="order_cancelled", destination="+84912345678").exists()


def test_silence_over_a_paid_order_promises_the_money_back(people, sauce):
    order = paid(a_placed_order(sauce, method="vietqr"), people.owner_a)
    with clock.at(order.confirm_by):
        assert services.refuse_unconfirmed() == 1
    assert RefundPromise.objects.get().amount_vnd == order.total_vnd


def test_an_order_that_was_taken_is_not_answered_for(people, sauce):
    orders.confirm(order=a_placed_order(sauce), actor=people.owner_a)
    with clock.at(clock.now() + 72 * HOUR):
        assert services.refuse_unconfirmed() == 0


def test_the_buyer_is_reminded_once_when_a_quarter_of_the_hold_is_left(sauce):
    order = a_placed_order(sauce, method="vietqr")
    hold = order.hold_until - order.placed_at
    with clock.at(order.placed_at + 0.7 * hold):
        assert services.remind_unpaid() == 0
    for part in (0.76, 0.8, 0.9):
        with clock.at(order.placed_at + part * hold):
            services.remind_unpaid()
    assert Message.objects.filter(kind="hold_ending", destination="+84912345678").count() == 1


def test_seven_days_after_delivery_an_order_is_complete(sauce):
    order = at_state(a_placed_order(sauce), "delivered")
    with clock.at(order.delivered_at + timedelta(days=7) - SECOND):
        assert services.complete_delivered() == 0
    with clock.at(order.delivered_at + timedelta(days=7)):
        assert services.complete_delivered() == 1
    order.refresh_from_db()
    assert order.state == "completed"


def test_the_deadlines_are_looked_at_by_the_queue(sauce):
    order = a_placed_order(sauce, method="vietqr")
    with clock.at(order.hold_until + 11 * MINUTE):
        queue.enqueue_periodic()
        queue.run_due(limit=200)
    order.refresh_from_db()
    assert order.state == "cancelled"


def test_one_order_that_moved_on_does_not_keep_the_others_waiting(sauce, monkeypatch):
    stuck, late = (a_placed_order(sauce, method="vietqr") for _ in range(2))
    cancel = orders.cancel

    def refuses_one(*, order, **how):
        if order.pk == stuck.pk:
            raise Conflict(code="wrong_state")
        return cancel(order=order, **how)

    monkeypatch.setattr(orders, "cancel", refuses_one)
    with clock.at(late.hold_until + HOUR):
        assert services.expire_unpaid() == 1
    late.refresh_from_db()
    assert late.state == "cancelled"


# --- late money: send anyway ---


def late_money(people, sauce):
    order = a_placed_order(sauce, 2, method="vietqr")
    with clock.at(order.hold_until + HOUR):
        services.expire_unpaid()
        payments.mark_received(payment=payment_of(order), actor=people.owner_a)
    return order, RefundPromise.objects.get(order=order)


def test_late_money_never_revives_an_order_but_may_pay_a_new_one(people, sauce):
    order, promise = late_money(people, sauce)
    order.refresh_from_db()
    assert (order.state, order.payment_status) == ("cancelled", "refund_due")
    purchase = services.send_anyway(promise=promise, actor=people.owner_a)
    new = purchase.orders.get()
    assert (new.state, new.payment_status, new.total_vnd) == ("pending", "paid", order.total_vnd)
    assert [(line.variant_id, line.quantity) for line in new.lines.all()] == [(sauce.pk, 2)]
    assert stock(sauce) == (10, 2)
    promise.refresh_from_db()
    assert promise.settled == "sent_anyway"
    order.refresh_from_db()
    assert (order.state, order.payment_status) == ("cancelled", "refunded")
    orders.confirm(order=new, actor=people.owner_a)


def test_goods_are_sent_anyway_once(people, sauce):
    _order, promise = late_money(people, sauce)
    services.send_anyway(promise=promise, actor=people.owner_a)
    with pytest.raises(Conflict):
        services.send_anyway(promise=promise, actor=people.owner_a)
    assert Order.objects.count() == 2
    assert stock(sauce) == (10, 2)


def test_what_is_sold_out_meanwhile_is_not_sent_anyway(people, sauce):
    _order, promise = late_money(people, sauce)
    sauce.refresh_from_db()
    catalogue.count_stock(variant=sauce, on_hand=1, version=sauce.version)
    with pytest.raises(Conflict) as refused:
        services.send_anyway(promise=promise, actor=people.owner_a)
    assert refused.value.code == "insufficient_stock"
    promise.refresh_from_db()
    assert promise.settled == ""


# --- over HTTP ---


def path(order, step):
    return f"/purchases/{order.purchase.code}/orders/{order.code}/{step}/"


def test_a_guest_with_the_token_cancels_and_a_stranger_finds_nothing(people, sauce):
    order = a_placed_order(sauce)
    for stranger in (Shopper(), Shopper(people.shopper), Shopper(people.owner_a)):
        assert stranger.call("POST", path(order, "cancel")).status_code == 404
    order.refresh_from_db()
    assert order.state == "pending"
    token = {"X-Purchase-Token": order.purchase.access_token}
    for _ in range(2):
        answer = Shopper().call("POST", path(order, "cancel"), {"reason": "Đặt nhầm"}, **token)
        assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
        assert answer.json()["status_text"] == "Đã huỷ: Đặt nhầm"


def test_once_taken_the_buyer_cannot_cancel(people, sauce):
    order = a_placed_order(sauce, user=people.shopper)
    buyer = Shopper(people.shopper)
    orders.confirm(order=order, actor=people.owner_a)
    answer = buyer.call("POST", path(order, "cancel"))
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")


def test_the_buyer_says_received_then_complete(people, sauce):
    order = a_placed_order(sauce, user=people.shopper)
    buyer = Shopper(people.shopper)
    assert buyer.call("POST", path(order, "received")).status_code == 409
    at_state(order, "handed_over")
    for _ in range(2):
        answer = buyer.call("POST", path(order, "received"))
        assert (answer.status_code, answer.json()["status"]) == (200, "delivered")
    assert buyer.call("POST", path(order, "complete")).json()["status"] == "completed"


def test_an_order_of_another_purchase_is_not_reached_through_the_own_one(people, sauce):
    mine = a_placed_order(sauce, user=people.shopper)
    theirs = a_placed_order(sauce, user=people.other_shopper)
    crossed = f"/purchases/{mine.purchase.code}/orders/{theirs.code}/cancel/"
    assert Shopper(people.shopper).call("POST", crossed).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == "pending"


def test_an_owner_sends_anyway_over_http_and_nobody_else(client, people, sauce):
    _order, promise = late_money(people, sauce)
    address = f"/api/v1/seller/booths/{people.booth_a.slug}/refunds/{promise.pk}/send-anyway/"
    for stranger, status in ((people.packer_a, 403), (people.owner_b, 404), (people.officer, 404)):
        client.force_login(stranger)
        assert client.post(address).status_code == status
    client.force_login(people.owner_b)
    foreign = address.replace(people.booth_a.slug, people.booth_b.slug)
    assert client.post(foreign).status_code == 404
    client.force_login(people.owner_a)
    answer = client.post(address)
    assert answer.status_code == 201
    assert Order.objects.get(code=answer.json()["order"]).payment_status == "paid"
