"""What people say of a payment, and what it is worth."""

from datetime import timedelta

import pytest

from backend.core import clock
from backend.core.errors import Conflict
from backend.core.models import AuditEvent
from backend.notifications.models import Message
from backend.orders import services as orders
from backend.payments import selectors, services
from backend.payments.models import RefundPromise
from tests.builders.payments import an_unpaid_order, cancel
from tests.builders.payments import payment_of as pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_hand(people, now):
    """An unpaid order of a booth that looks into the own bank's app."""
    return an_unpaid_order(people.booth_a)


def told(kind: str) -> int:
    return Message.objects.filter(kind=kind).exclude(channel="in_app").count()


def test_the_sellers_word_pays_the_order_and_is_written_down(by_hand, people):
    services.mark_received(payment=pay(by_hand), actor=people.owner_a)
    services.mark_received(payment=pay(by_hand), actor=people.owner_a)
    by_hand.refresh_from_db()
    assert by_hand.payment_status == "paid"
    marks = AuditEvent.objects.filter(action="payment.marked_received")
    assert [mark.actor_id for mark in marks] == [people.owner_a.pk]


@pytest.mark.parametrize(("seconds", "may"), [(0, True), (600, True), (601, False)])
def test_the_mark_can_be_taken_back_for_ten_minutes(by_hand, people, now, seconds, may):
    services.mark_received(payment=pay(by_hand), actor=people.owner_a)
    with clock.at(now + timedelta(seconds=seconds)):
        assert selectors.payment_view(pay(by_hand)).can_undo is may
        if may:
            services.undo_mark(payment=pay(by_hand), actor=people.owner_a)
        else:
            with pytest.raises(Conflict, match="10 phút"):
                services.undo_mark(payment=pay(by_hand), actor=people.owner_a)
    by_hand.refresh_from_db()
    assert by_hand.payment_status == ("pending" if may else "paid")
    assert (by_hand.confirm_by is None) is may


def test_the_mark_stands_once_the_seller_has_taken_the_order(by_hand, people):
    services.mark_received(payment=pay(by_hand), actor=people.owner_a)
    by_hand.refresh_from_db()
    orders.confirm(order=by_hand, actor=people.owner_a)
    with pytest.raises(Conflict):
        services.undo_mark(payment=pay(by_hand), actor=people.owner_a)


def test_what_the_bank_tells_is_not_undone_by_hand(order, bank, people):
    bank.tells(order.code, 110_000)
    with pytest.raises(Conflict):
        services.undo_mark(payment=pay(order), actor=people.owner_a)


def test_undone_after_a_part_has_come_the_order_is_short_again(order, bank, people):
    bank.tells(order.code, 60_000)
    services.mark_received(payment=pay(order), actor=people.owner_a)
    services.undo_mark(payment=pay(order), actor=people.owner_a)
    assert (pay(order).status, pay(order).received_vnd) == ("short", 60_000)


def test_the_bank_confirming_a_mark_is_the_same_money(order, bank, people):
    services.mark_received(payment=pay(order), actor=people.owner_a)
    bank.tells(order.code, 110_000)
    assert (pay(order).received_vnd, pay(order).confirmed_by_hand) == (110_000, False)
    assert not RefundPromise.objects.exists()


def test_money_seen_after_the_order_ended_has_to_go_back(by_hand, people):
    cancel(by_hand, expired=True)
    services.mark_received(payment=pay(by_hand), actor=people.owner_a)
    by_hand.refresh_from_db()
    assert (by_hand.state, by_hand.payment_status) == ("cancelled", "refund_due")
    assert RefundPromise.objects.get().amount_vnd == 110_000


def test_late_money_seen_by_hand_and_then_told_by_the_bank_is_owed_once(order, bank, people):
    cancel(order)
    services.mark_received(payment=pay(order), actor=people.owner_a)
    bank.tells(order.code, 110_000)
    assert RefundPromise.objects.get().amount_vnd == 110_000


def test_the_buyers_word_tells_the_seller_and_pays_nothing(by_hand, people):
    services.claim_sent(payment=pay(by_hand))
    services.claim_sent(payment=pay(by_hand))
    assert pay(by_hand).status == "pending"
    assert told("transfer_claimed") == 2  # the owner and the booth's number, once each
    (item,) = selectors.transfers_to_look_at(by_hand.booth)
    assert (item.kind, item.steps) == ("claimed", ("received", "not-seen"))


def test_not_seen_asks_the_buyer_to_look_again(by_hand, people):
    services.mark_not_seen(payment=pay(by_hand), actor=people.owner_a)
    assert pay(by_hand).not_seen_at
    assert told("transfer_not_seen") == 2  # phone and e-mail of the contact


def test_a_claim_that_was_answered_waits_no_longer(by_hand, people, now):
    services.claim_sent(payment=pay(by_hand))
    with clock.at(now + timedelta(minutes=5)):
        services.mark_not_seen(payment=pay(by_hand), actor=people.owner_a)
        assert not selectors.transfers_to_look_at(by_hand.booth)
        assert selectors.money_to_look_at(by_hand.booth) == 0
    with clock.at(now + timedelta(minutes=9)):
        services.claim_sent(payment=pay(by_hand))
        assert selectors.money_to_look_at(by_hand.booth) == 1


def test_the_buyer_may_pay_in_cash_instead(by_hand):
    services.switch_to_cash(order=by_hand)
    services.switch_to_cash(order=by_hand)
    by_hand.refresh_from_db()
    assert (by_hand.payment_method, by_hand.hold_until) == ("cod", None)
    assert by_hand.confirm_by
    assert selectors.payment_view(pay(by_hand)).qr_payload is None


def test_not_once_money_has_come(order, bank):
    bank.tells(order.code, 1_000)
    with pytest.raises(Conflict):
        services.switch_to_cash(order=order)


def test_not_where_cash_is_not_taken(by_hand, people):
    people.booth_a.takes_cod = False
    people.booth_a.save()
    assert not selectors.payment_view(pay(by_hand)).can_switch_to_cash
    with pytest.raises(Conflict):
        services.switch_to_cash(order=by_hand)


def test_cash_is_recorded_once_and_only_for_cash_orders(people, now, by_hand):
    cash = an_unpaid_order(people.booth_a, method="cod")
    for order in (cash, cash, by_hand):
        services.record_cash(order=order)
    assert (pay(cash).status, pay(cash).received_vnd) == ("paid", 110_000)
    assert pay(by_hand).status == "pending"
    assert AuditEvent.objects.filter(action="payment.cash").count() == 1
