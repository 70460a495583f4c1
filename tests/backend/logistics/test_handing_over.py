"""From the booth to the buyer: ship, deliver, fetch with a code, lose; cash at the door."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.core import clock
from backend.core.errors import Conflict, Invalid
from backend.logistics import services
from backend.logistics.selectors import shipment_of
from backend.orders import services as orders
from backend.payments.models import Payment
from tests.builders.catalogue import a_variant
from tests.builders.orders import a_placed_order, at_state


@pytest.fixture
def variant(people):
    return a_variant(people.booth_a, on_hand=10)


def test_a_bus_parcel_keeps_number_and_hour_and_the_order_is_on_its_way(people, variant):
    order = orders.confirm(order=a_placed_order(variant), actor=people.owner_a)
    arrives_at = datetime(2026, 11, 22, 8, 40, tzinfo=UTC)
    with clock.at(arrives_at - timedelta(hours=8)):
        shipment = services.ship(
            order=order,
            actor=people.owner_a,
            way="bus",
            bus_number="36B-012.34",
            bus_phone="+84912345678",
            arrives_at=arrives_at,
        )
    assert order.state == "handed_over"
    assert (shipment.reference, shipment.word) == (f"{order.code}P1", "picked_up")
    assert (shipment.bus_number, shipment.arrives_at) == ("36B-012.34", arrives_at)
    assert order.trail.last().note == "Xe khách 36B-012.34, tới nơi khoảng 15:40 22/11"
    again = services.ship(order=order, actor=people.owner_a, way="bus", bus_number="other")
    assert again.pk == shipment.pk


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"way": "bus"}, "bus_number"),
        ({"way": "drone"}, "way"),
        ({"way": "pickup"}, "way"),
        ({"way": "post", "arrives_at": timedelta(days=90)}, "arrives_at"),
        ({"way": "post", "arrives_at": timedelta(days=-90)}, "arrives_at"),
    ],
)
def test_a_parcel_that_cannot_be_followed_is_not_sent(people, variant, fields, field):
    order = orders.confirm(order=a_placed_order(variant), actor=None)
    if "arrives_at" in fields:
        fields = {**fields, "arrives_at": clock.now() + fields["arrives_at"]}
    with pytest.raises(Invalid) as refused:
        services.ship(order=order, actor=None, **fields)
    assert [error.field for error in refused.value.errors] == [field]
    order.refresh_from_db()
    assert (order.state, shipment_of(order)) == ("confirmed", None)


def test_cash_counts_as_received_when_the_parcel_is_handed_over_at_the_door(people, variant):
    order = orders.confirm(order=a_placed_order(variant), actor=None)
    services.ship(order=order, actor=None, way="own")
    services.deliver(order=order, actor=people.owner_a)
    order.refresh_from_db()
    assert (order.state, order.payment_status) == ("delivered", "paid")
    assert shipment_of(order).word == "delivered"
    assert Payment.objects.get(parts__order=order).received_vnd == order.total_vnd


def test_the_buyer_may_say_that_it_came(people, variant):
    order = orders.confirm(order=a_placed_order(variant), actor=None)
    services.ship(order=order, actor=None, way="post", waybill="VN123")
    services.deliver(order=order, actor=people.shopper, by="buyer")
    services.deliver(order=order, actor=people.shopper, by="buyer")
    assert order.state == "delivered"
    assert [step.event for step in order.trail.all()][-2:] == ["hand_over", "deliver"]
    assert shipment_of(order).events.count() == 2


def test_goods_are_given_out_for_the_buyers_code_alone(people, variant):
    order = at_state(a_placed_order(variant, delivery="pickup"), "packed")
    for wrong in ("", "000000" if order.pickup_code != "000000" else "111111"):
        with pytest.raises(Invalid) as refused:
            services.deliver(order=order, actor=people.owner_a, pickup_code=wrong)
        assert refused.value.code == "wrong_pickup_code"
    services.deliver(order=order, actor=people.owner_a, pickup_code=order.pickup_code)
    order.refresh_from_db()
    assert (order.state, order.payment_status) == ("delivered", "paid")
    assert shipment_of(order).way == "pickup"
    variant.refresh_from_db()
    assert (variant.on_hand, variant.reserved) == (9, 0)


def test_goods_that_are_fetched_are_not_sent(people, variant):
    order = at_state(a_placed_order(variant, delivery="pickup"), "packed")
    with pytest.raises(Conflict):
        services.ship(order=order, actor=None, way="post")


def test_the_seller_says_that_a_parcel_is_lost(people, variant):
    order = orders.confirm(order=a_placed_order(variant), actor=None)
    services.ship(order=order, actor=None, way="post")
    services.lose(order=order, actor=people.owner_a, note="Bưu điện báo mất")
    assert order.state == "lost"
    assert shipment_of(order).word == "lost_damaged"
