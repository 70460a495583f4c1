"""What has to be paid for a purchase just made, and until when."""

from datetime import date, timedelta

import pytest

from backend.booths.models import Booth
from backend.core.errors import Invalid
from backend.payments import selectors, services
from backend.payments.models import HoldRule, Payment
from tests.builders.catalogue import a_variant
from tests.builders.orders import a_purchase
from tests.builders.payments import an_unpaid_order
from tests.builders.payments import payment_of as pay

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("takes_cod", "payment_state", "methods"),
    [
        (True, "linked", ["cod", "vietqr"]),
        (True, "none", ["cod"]),
        (False, "by_hand", ["vietqr"]),
        (False, "none", []),
    ],
)
def test_a_booth_offers_what_it_can_take(takes_cod, payment_state, methods):
    booth = Booth(takes_cod=takes_cod, payment_state=payment_state)
    assert services.methods_for(booth, 90_000) == methods


@pytest.mark.promise("I2")
def test_each_order_has_one_payment_with_one_part_and_all_add_up(people, now):
    wishes = [(a_variant(people.booth_a), 2), (a_variant(people.booth_b), 1)]
    purchase = a_purchase(*wishes)
    first, second = purchase.orders.order_by("pk")
    services.prepare(purchase=purchase, choices={first.pk: "vietqr", second.pk: "cod"})
    payments = Payment.objects.filter(purchase=purchase)
    assert sum(payment.amount_vnd for payment in payments) == purchase.total_vnd
    parts = {p.parts.get().order_id: p.parts.get().amount_vnd for p in payments}
    assert parts == {first.pk: first.total_vnd, second.pk: second.total_vnd}


def test_a_linked_booth_keeps_the_goods_an_hour_and_one_that_looks_itself_a_day(
    people, linked, now
):
    assert an_unpaid_order(linked).hold_until == now + timedelta(hours=1)
    assert an_unpaid_order(people.booth_b).hold_until == now + timedelta(days=1)
    assert an_unpaid_order(linked, method="cod").hold_until is None


def test_the_hold_is_the_one_of_the_day(linked):
    HoldRule.objects.create(payment_state="linked", minutes=90, valid_from=date(2026, 11, 21))
    HoldRule.objects.create(payment_state="linked", minutes=5, valid_from=date(2026, 11, 22))
    assert selectors.hold_minutes("linked") == 90


def test_a_later_change_of_account_moves_no_old_payment(order, linked):
    linked.bank_account_number = "999999"
    linked.save()
    view = selectors.payment_view(pay(order))
    assert view.account_number == "0900" + view.account_number[4:] != "999999"
    assert "999999" not in view.qr_payload


def test_a_method_that_is_not_offered_is_refused(people, now):
    booth = people.booth_a
    booth.takes_cod = False
    booth.save()
    with pytest.raises(Invalid):
        an_unpaid_order(booth, method="cod")


def test_the_page_shows_account_amount_and_content_of_what_is_left(order):
    view = selectors.payment_view(pay(order))
    assert (view.to_pay_vnd, view.memo, view.words) == (110_000, order.code, "Chưa thanh toán")
    assert view.account_grouped.replace(" ", "") == view.account_number
    assert f"0812{order.code}" in view.qr_payload
    assert "5406110000" in view.qr_payload


def test_the_api_shape_is_plain_json(order):
    (shape,) = selectors.views_of(order.purchase).values()
    assert shape["qr_payload"].startswith("000201")
    assert shape["hold_until"] == "2026-11-21T10:00:00+07:00"
    assert {"method", "status", "amount_vnd", "received_vnd"} <= set(shape)
