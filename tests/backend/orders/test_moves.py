"""The one gate: the database moves along the table, with trail, stock and messages."""

from datetime import timedelta
from itertools import product

import pytest

from backend.catalogue.models import Reservation, StockMove
from backend.core import clock
from backend.core.errors import Conflict, Invalid
from backend.notifications.models import Message
from backend.orders import rules, services
from backend.orders.models import Order
from tests.builders.catalogue import a_variant
from tests.builders.orders import TO_FETCH, a_purchase, an_order, at_state

CALLS = {
    ("confirm", "seller"): lambda order: services.confirm(order=order, actor=None),
    ("pack", "seller"): lambda order: services.pack(order=order, actor=None),
    ("hand_over", "seller"): lambda order: services.hand_over(order=order, actor=None),
    ("hand_over", "carrier"): lambda order: services.hand_over(
        order=order, actor=None, by="carrier"
    ),
    ("move", "carrier"): lambda order: services.move(order=order),
    ("deliver", "carrier"): lambda order: services.deliver(order=order, by="carrier"),
    ("deliver", "seller"): lambda order: services.deliver(order=order, by="seller"),
    ("deliver", "buyer"): lambda order: services.deliver(order=order, by="buyer"),
    ("fail", "carrier"): lambda order: services.fail(order=order),
    ("turn_back", "carrier"): lambda order: services.turn_back(order=order),
    ("return", "carrier"): lambda order: services.come_back(order=order),
    ("lose", "carrier"): lambda order: services.lose(order=order, by="carrier"),
    ("lose", "seller"): lambda order: services.lose(order=order, by="seller"),
    ("complete", "buyer"): lambda order: services.complete(order=order, by="buyer"),
    ("complete", "seller"): lambda order: services.complete(order=order, by="seller"),
    ("complete", "system"): lambda order: services.complete(order=order, by="system"),
    ("cancel", "buyer"): lambda order: services.cancel(order=order, by="buyer", reason="Đổi ý"),
    ("cancel", "seller"): lambda order: services.cancel(order=order, by="seller", reason="Hết"),
    ("cancel", "system"): lambda order: services.cancel(order=order, by="system", reason="Muộn"),
    ("cancel", "carrier"): lambda order: services.cancel(order=order, by="carrier", reason="?"),
}


@pytest.fixture
def variant(people):
    return a_variant(people.booth_a, on_hand=10)


def stock(variant):
    variant.refresh_from_db()
    return variant.on_hand, variant.reserved


@pytest.mark.promise("I12")
@pytest.mark.parametrize("state", Order.State.values)
def test_from_every_state_each_call_moves_as_the_table_says_or_changes_nothing(variant, state):
    for (event, actor), call in CALLS.items():
        order = at_state(an_order(variant), state) if state != "pending" else an_order(variant)
        before = Order.objects.filter(pk=order.pk).values().get()
        steps, held = order.trail.count(), stock(variant)
        expected = rules.next_state(event, actor, state)
        if expected is None:
            with pytest.raises(Conflict) as refused:
                call(order)
            assert refused.value.code == "wrong_state"
        else:
            call(order)
        now = Order.objects.filter(pk=order.pk).values().get()
        if expected is None or expected == state:
            assert now == before, f"{event} by {actor} changed a row"
            assert order.trail.count() == steps
            assert stock(variant) == held
        else:
            assert now["state"] == expected == order.state
            last = order.trail.last()
            assert (last.event, last.from_state, last.to_state, last.actor) == (
                event,
                state,
                expected,
                actor,
            )
            assert order.trail.count() == steps + 1
        if order.state in rules.AT_THE_BOOTH:
            services.cancel(order=order, by="seller", reason="Xong phép thử")
        variant.on_hand = 10
        variant.save(update_fields=["on_hand"])


@pytest.mark.promise("I7")
def test_placing_holds_handing_over_claims_and_later_steps_claim_no_more(variant):
    order = an_order(variant, 3)
    assert stock(variant) == (10, 3)
    at_state(order, "delivered")
    assert stock(variant) == (7, 0)
    assert Reservation.objects.get(variant=variant).state == "claimed"
    assert sum(StockMove.objects.filter(variant=variant).values_list("delta", flat=True)) == 7
    variant.product.refresh_from_db()
    assert variant.product.sold_count == 3


@pytest.mark.promise("I7")
def test_a_carrier_that_skipped_the_hand_over_still_claims_once(variant):
    order = services.confirm(order=an_order(variant, 2), actor=None)
    services.deliver(order=order, by="carrier")
    assert stock(variant) == (8, 0)
    assert order.trail.last().from_state == "confirmed"


@pytest.mark.promise("I7")
def test_cancelling_gives_the_goods_back_once(variant):
    order = an_order(variant, 3)
    services.cancel(order=order, by="buyer", reason="Đổi ý")
    services.cancel(order=order, by="seller", reason="Hết hàng")
    assert stock(variant) == (10, 0)
    assert (order.cancelled_by, order.cancel_reason) == ("buyer", "Đổi ý")


def test_what_is_not_on_the_shelf_cannot_be_bought_and_nothing_is_written(people, variant):
    other = a_variant(people.booth_b, on_hand=1)
    with pytest.raises(Conflict) as refused:
        a_purchase((variant, 2), (other, 2))
    assert refused.value.code == "insufficient_stock"
    assert refused.value.extra["available"] == 1
    assert not Order.objects.exists()
    assert stock(variant) == (10, 0)


def test_an_unpaid_order_is_not_confirmed_and_a_paid_one_is(variant):
    order = an_order(variant, method="vietqr")
    with pytest.raises(Conflict) as refused:
        services.confirm(order=order, actor=None)
    assert refused.value.code == "wrong_state"
    assert services.mark_paid(order=order)
    assert services.confirm(order=order, actor=None).state == "confirmed"


def test_money_for_a_cancelled_order_is_not_taken(variant):
    order = an_order(variant, method="vietqr")
    services.cancel(order=order, by="system", reason="Hết hạn thanh toán")
    assert not services.mark_paid(order=order)
    order.refresh_from_db()
    assert order.payment_status == "pending"


def test_a_hand_mark_is_undone_only_while_the_order_is_pending(variant):
    order = an_order(variant, method="vietqr")
    services.mark_paid(order=order)
    assert services.mark_unpaid(order=order)
    assert (order.payment_status, order.confirm_by) == ("pending", None)
    services.mark_paid(order=order)
    services.confirm(order=order, actor=None)
    assert not services.mark_unpaid(order=order)
    order.refresh_from_db()
    assert order.payment_status == "paid"


def test_the_48_hours_start_when_the_order_is_ready_for_the_seller(variant):
    with clock.at(clock.now()) as placed:
        cash = an_order(variant)
        transfer = an_order(variant, method="vietqr")
        assert cash.confirm_by == placed + timedelta(hours=48)
        assert transfer.confirm_by is None
    with clock.at(placed + timedelta(minutes=30)) as paid:
        services.mark_paid(order=transfer)
        services.mark_paid(order=transfer)
        assert transfer.confirm_by == paid + timedelta(hours=48)


def test_cancelling_needs_a_reason(variant):
    with pytest.raises(Invalid):
        services.cancel(order=an_order(variant), by="seller", reason=" ")


def test_the_stale_object_of_a_caller_does_not_decide(variant):
    order = an_order(variant)
    stale = Order.objects.get(pk=order.pk)
    services.cancel(order=order, by="buyer", reason="Đổi ý")
    with pytest.raises(Conflict):
        services.confirm(order=stale, actor=None)
    assert stale.state == "cancelled"


def test_goods_that_are_fetched_get_a_code_of_six_digits(variant):
    assert an_order(variant).pickup_code == ""
    code = an_order(variant, delivery=TO_FETCH).pickup_code
    assert len(code) == 6
    assert code.isdigit()


def kinds(destination):
    return list(
        Message.objects.filter(destination=destination)
        .order_by("id")
        .values_list("kind", flat=True)
    )


def test_how_it_travels_is_told_as_one_sentence(variant):
    order = at_state(an_order(variant), "packed")
    services.hand_over(order=order, actor=None, note="Bưu điện EB123456789VN")
    told = Message.objects.filter(kind="order_handed_over").first()
    assert told.body.endswith("của bạn. Gửi bằng: Bưu điện EB123456789VN.")


def test_buyer_and_booth_are_told_what_concerns_them(people, variant):
    order = an_order(variant, method="vietqr")
    services.announce(purchase=order.purchase)
    services.announce(purchase=order.purchase)
    services.mark_paid(order=order)
    services.mark_paid(order=order)
    at_state(order, "delivered")
    assert kinds("+84912345678") == [
        "order_placed_buyer",
        "order_paid_buyer",
        "order_confirmed",
        "order_handed_over",
        "order_delivered",
    ]
    assert kinds(order.booth.phone) == ["order_placed_seller", "order_paid_seller"]
    assert kinds(people.owner_a.phone) == ["order_placed_seller", "order_paid_seller"]
    assert not kinds(people.packer_a.phone)
    assert not kinds(people.owner_b.phone)
    letter = Message.objects.filter(kind="order_placed_buyer").first()
    assert letter.link == (f"/don-mua/{order.purchase.code}/?k={order.purchase.access_token}")


@pytest.mark.parametrize(
    ("by", "state", "buyers", "booths"),
    [
        ("seller", "pending", "order_refused", None),
        ("seller", "packed", "order_cancelled", None),
        ("buyer", "pending", "order_cancelled", "order_cancelled"),
        ("system", "pending", "order_cancelled", "order_cancelled"),
    ],
)
def test_who_hears_of_a_cancelled_order(variant, by, state, buyers, booths):
    order = an_order(variant)
    if state != "pending":
        at_state(order, state)
    services.cancel(order=order, by=by, reason="Hết hàng")
    assert kinds("+84912345678")[-1] == buyers
    assert kinds(order.booth.phone) == ([booths] if booths else [])


def test_every_pair_of_the_table_is_callable():
    pairs = {(event, actor) for event, row in rules.TRANSITIONS.items() for actor in row.may}
    assert pairs <= set(CALLS)
    assert set(product(["complete"], ["seller"])) <= set(CALLS)
