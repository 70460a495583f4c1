"""The table of moves, all pairs; splitting that loses no đồng; the words people read."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.errors import Invalid
from backend.orders import rules
from backend.orders.models import Order, TrailEntry

STATES = Order.State.values
EARLY = {"pending", "confirmed", "packed"}
READY = {"confirmed", "packed"}
ROAD = {"handed_over", "in_transit", "delivery_failed"}

# House B3, written down once more by hand: (event, actor) → from which states.
# "Steps a carrier skipped are allowed forward only": a carrier speaks of any accepted order.
ALLOWED = {
    ("confirm", "seller"): {"pending"},
    ("pack", "seller"): {"confirmed"},
    ("hand_over", "seller"): READY,
    ("hand_over", "carrier"): READY,
    ("move", "carrier"): READY | {"handed_over", "delivery_failed"},
    ("deliver", "carrier"): READY | ROAD,
    ("deliver", "seller"): ROAD,
    ("deliver", "buyer"): ROAD,
    ("fail", "carrier"): READY | {"handed_over", "in_transit"},
    ("turn_back", "carrier"): READY | ROAD,
    ("return", "carrier"): READY | ROAD | {"returning"},
    ("lose", "carrier"): READY | ROAD | {"returning"},
    ("lose", "seller"): ROAD | {"returning"},
    ("complete", "buyer"): {"delivered"},
    ("complete", "system"): {"delivered"},
    ("cancel", "buyer"): {"pending"},
    ("cancel", "seller"): EARLY,
    ("cancel", "system"): {"pending"},
}
TARGETS = {
    "confirm": "confirmed",
    "pack": "packed",
    "hand_over": "handed_over",
    "move": "in_transit",
    "deliver": "delivered",
    "fail": "delivery_failed",
    "turn_back": "returning",
    "return": "returned",
    "lose": "lost",
    "complete": "completed",
    "cancel": "cancelled",
}


def test_the_table_knows_the_states_and_actors_that_are_stored():
    assert set(rules.TRANSITIONS) == set(TARGETS)
    assert set(rules.ACTORS) == set(TrailEntry.Actor.values)
    reached = {row.to for row in rules.TRANSITIONS.values()} | {"pending"}
    assert reached == set(STATES)


@pytest.mark.promise("I12")
@pytest.mark.parametrize(("event", "actor", "state"), list(product(TARGETS, rules.ACTORS, STATES)))
def test_every_event_of_every_actor_in_every_state(event, actor, state):
    may_from = ALLOWED.get((event, actor))
    if may_from is None:
        expected = None
    elif state in may_from or state == TARGETS[event]:
        expected = TARGETS[event]
    else:
        expected = None
    assert rules.next_state(event, actor, state) == expected


@pytest.mark.parametrize("state", STATES)
def test_goods_that_are_fetched_are_given_out_by_the_seller_alone(state):
    expected = "delivered" if state in ("packed", "delivered") else None
    assert rules.next_state("deliver", "seller", state, carrier="pickup") == expected
    assert rules.next_state("deliver", "buyer", state, carrier="pickup") is None
    assert rules.next_state("hand_over", "seller", state, carrier="pickup") is None


@pytest.mark.parametrize(("before", "after"), list(product(STATES, STATES)))
def test_stock_leaves_exactly_when_goods_leave_the_booth(before, after):
    left = before in EARLY and after not in EARLY | {"cancelled"}
    assert rules.claims_stock(before, after) == left


# --- splitting ---


@dataclass(frozen=True)
class Wish:
    booth_id: int
    n: int


@given(st.lists(st.builds(Wish, st.integers(1, 20), st.integers()), max_size=60))
def test_splitting_by_booth_loses_no_line_and_keeps_their_order(wishes):
    split = rules.split_by_booth(wishes)
    assert list(split) == sorted({wish.booth_id for wish in wishes})
    for booth, lines in split.items():
        assert lines == [wish for wish in wishes if wish.booth_id == booth]


def draft(prices, *, fee=0, discount=0):
    lines = [
        rules.LineDraft(
            variant_id=n,
            product_id=n,
            product_name="Chiếu cói",
            product_slug="chieu-coi",
            variant_name="Đôi",
            unit="chiếc",
            image_stem="",
            quantity=quantity,
            price_vnd=price,
            ship_weight_grams=100,
        )
        for n, (price, quantity) in enumerate(prices, 1)
    ]
    delivery = rules.Delivery("post", "Bưu điện", "manual", fee)
    return rules.OrderDraft(1, lines, delivery, discount_vnd=discount)


prices = st.lists(
    st.tuples(st.integers(1_000, 10**9), st.integers(1, 9_999)), min_size=1, max_size=10
)


@pytest.mark.promise("I2")
@given(prices, st.integers(0, 10**6), st.integers(0, 100))
def test_lines_less_discount_plus_postage_are_the_order(prices, fee, percent):
    subtotal = sum(price * quantity for price, quantity in prices)
    order = draft(prices, fee=fee, discount=subtotal * percent // 100)
    assert order.subtotal_vnd == subtotal
    assert sum(order.line_discounts()) == order.discount_vnd
    assert order.total_vnd == subtotal - order.discount_vnd + fee


def test_a_discount_is_shared_by_largest_remainder_ties_to_the_earlier_line():
    order = draft([(1_000, 1), (1_000, 1), (1_000, 1)], discount=100)
    assert order.line_discounts() == [34, 33, 33]


@pytest.mark.promise("C54")
def test_a_total_nobody_could_pay_is_refused():
    with pytest.raises(Invalid) as refused:
        rules.total([draft([(9_999_999_999, 9_999)])])
    assert refused.value.code == "total_too_large"


def test_what_the_booth_receives_is_the_total_less_fee_tax_and_postage():
    order = Order(total_vnd=520_000, shipping_vnd=20_000, fee_vnd=25_000, tax_vnd=7_500)
    assert rules.you_receive(order).amount_vnd == 467_500


# --- words ---


def order(state="pending", method="cod", status="pending", **fields):
    fields = {"carrier": "manual", **fields}
    return Order(state=state, payment_method=method, payment_status=status, **fields)


HOLD = datetime(2026, 11, 22, 8, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("this", "shopper", "seller"),
    [
        (
            order(method="vietqr", hold_until=HOLD),
            "Chờ thanh toán, trước 15:40 22/11",
            "Chờ khách chuyển khoản",
        ),
        (order(), "Chờ người bán nhận đơn", "Đơn mới: nhận hay từ chối"),
        (
            order(method="vietqr", status="paid"),
            "Chờ người bán nhận đơn",
            "Đơn mới: nhận hay từ chối",
        ),
        (order("confirmed"), "Người bán đã nhận", "Cần đóng gói"),
        (order("packed"), "Đã đóng gói", "Cần gửi đi"),
        (order("packed", carrier="pickup"), "Đã đóng gói, mời bạn đến lấy", "Chờ khách đến lấy"),
        (
            order("delivery_failed"),
            "Giao chưa được, sẽ giao lại",
            "Giao chưa được: gọi khách",
        ),
        (order("lost"), "Thất lạc", "Thất lạc"),
        (order("cancelled", cancel_reason="hết hàng"), "Đã huỷ: hết hàng", "Đã huỷ: hết hàng"),
    ],
)
def test_the_words_of_an_order(this, shopper, seller):
    assert rules.for_shopper(this) == shopper
    assert rules.for_seller(this) == seller


@pytest.mark.parametrize("state", STATES)
def test_every_state_has_words(state):
    assert rules.for_shopper(order(state))
    assert rules.for_seller(order(state))


@pytest.mark.parametrize(
    ("orders", "word"),
    [
        ([order(method="vietqr"), order("delivered")], "unpaid"),
        ([order("cancelled"), order("cancelled")], "cancelled"),
        ([order("cancelled"), order("delivered"), order("completed")], "delivered"),
        ([order("packed"), order("in_transit")], "underway"),
        ([order("packed"), order("delivered")], "waiting"),
        ([order("lost"), order("delivered")], "mixed"),
    ],
)
def test_a_purchase_stands_as_its_orders_do(orders, word):
    assert rules.summary(orders).word == word
