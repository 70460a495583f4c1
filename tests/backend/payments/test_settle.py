"""Where money goes that reached a booth's account."""

from datetime import timedelta
from itertools import permutations

import pytest

from backend.core import clock, codes
from backend.core.models import AuditEvent
from backend.notifications.models import Message
from backend.payments import selectors, services
from backend.payments.models import BankTransfer, Payment, RefundPromise
from tests.builders.payments import an_unpaid_order, cancel
from tests.builders.payments import payment_of as pay

pytestmark = pytest.mark.django_db


def told(kind: str) -> list[str]:
    return list(
        Message.objects.filter(kind=kind).order_by("pk").values_list("destination", flat=True)
    )


def test_the_whole_sum_with_the_code_pays_the_order(order, bank):
    assert bank.tells(f"{order.code} chuyen tien", 110_000) == "matched"
    order.refresh_from_db()
    assert (order.payment_status, order.state) == ("paid", "pending")
    assert (pay(order).status, pay(order).received_vnd) == ("paid", 110_000)
    assert told("order_paid_buyer")
    assert told("order_paid_seller")


@pytest.mark.promise("C157")
@pytest.mark.parametrize(
    "write",
    [
        str.lower,
        lambda code: " ".join(code),
        lambda code: f"MBVCB.123456.{code}.CT tu 0123",
        lambda code: f"Thanh toán đơn {code[:6]}-{code[6:]} nhé",
        lambda code: f"Đ{code[1:]}",
    ],
)
def test_a_code_typed_by_hand_is_found(order, bank, write):
    assert bank.tells(write(order.code), 110_000) == "matched"


def test_the_code_of_the_purchase_means_the_booths_own_order(order, bank):
    assert bank.tells(order.purchase.code, 110_000) == "matched"
    assert pay(order).status == "paid"


@pytest.mark.promise("C156")
@pytest.mark.promise("I11")
def test_less_money_is_short_with_a_code_for_the_rest_and_the_buyer_is_told(order, bank):
    bank.tells(order.code, 90_000)
    view = selectors.payment_view(pay(order))
    assert (view.status, view.to_pay_vnd) == ("short", 20_000)
    assert view.words == "Còn thiếu 20.000\N{NO-BREAK SPACE}₫"
    assert "540520000" in view.qr_payload
    assert told("payment_short")
    bank.tells(order.code, 20_000)
    assert pay(order).status == "paid"


@pytest.mark.promise("C156")
@pytest.mark.promise("I11")
def test_more_money_is_paid_and_the_rest_is_owed_to_the_buyer(order, bank):
    bank.tells(order.code, 150_000)
    view = selectors.payment_view(pay(order))
    assert (view.status, view.excess_vnd) == ("paid", 40_000)
    (promise,) = selectors.open_refunds(purchase=order.purchase)
    assert promise.amount_vnd == 40_000
    assert told("payment_over")
    services.settle_refund(promise=promise, actor=None)
    order.refresh_from_db()
    assert order.payment_status == "paid"
    assert not selectors.open_refunds(purchase=order.purchase)


def test_a_second_payment_by_mistake_is_owed_too(order, bank):
    bank.tells(order.code, 110_000)
    bank.tells(order.code, 110_000)
    assert [p.amount_vnd for p in selectors.open_refunds(purchase=order.purchase)] == [110_000]


@pytest.mark.promise("I11")
def test_each_field_changed_alone_never_pays(order, bank, now):
    right = bank.event(order.code, 110_000)
    other_code = codes.order_code(now)
    wrong = {
        "account_number": {"account_number": "1012345678"},
        "code": {"content": other_code},
        "no code": {"content": "chuyen tien"},
        "a code cut off": {"content": order.code[:-1]},
        "amount": {"amount_vnd": 109_999},
    }
    for number, fields in enumerate(wrong.values()):
        event = bank.event(**{"content": right.content, "amount_vnd": 110_000} | fields)
        services.take_in(account=bank.feed, event=event)
        assert pay(order).status in ("pending", "short"), number


@pytest.mark.promise("I11")
def test_a_message_counts_only_for_the_booth_that_owns_the_account(order, bank, people):
    of_b = an_unpaid_order(people.booth_b)
    assert bank.tells(of_b.code, of_b.total_vnd) == "other_account"
    assert pay(of_b).status == "pending"
    (item,) = selectors.transfers_to_look_at(bank.booth)
    assert item.steps == ("assign", "returned", "not-ours")
    assert not selectors.transfers_to_look_at(people.booth_b)


def test_two_codes_in_one_transfer_are_left_to_the_seller(order, bank, linked):
    second = an_unpaid_order(linked)
    assert bank.tells(f"{order.code} {second.code}", 220_000) == "several_codes"
    assert {pay(order).status, pay(second).status} == {"pending"}


def test_money_for_a_cash_order_waits_for_the_sellers_word(bank, linked, people):
    order = an_unpaid_order(linked, method="cod")
    assert bank.tells(order.code, 110_000) == "not_expected"
    transfer = BankTransfer.objects.get()
    services.assign_transfer(transfer=transfer, order=order, actor=people.owner_a)
    order.refresh_from_db()
    assert (order.payment_method, order.payment_status) == ("vietqr", "paid")


@pytest.mark.promise("I10")
@pytest.mark.promise("C147")
def test_the_same_event_a_hundred_times_has_one_effect(order, bank):
    event = bank.event(order.code, 60_000)
    outcomes = [services.take_in(account=bank.feed, event=event) for _ in range(100)]
    assert outcomes == ["matched"] + ["duplicate"] * 99
    assert pay(order).received_vnd == 60_000
    assert len(told("payment_short")) == len(set(told("payment_short")))


@pytest.mark.promise("I10")
def test_the_same_money_under_another_event_id_counts_once(order, bank):
    bank.tells(order.code, 60_000, reference="FT1", event_id="1")
    assert bank.tells(order.code, 60_000, reference="FT1", event_id="2") == "duplicate"
    assert pay(order).received_vnd == 60_000


@pytest.mark.promise("I10")
@pytest.mark.parametrize("order_of_events", list(permutations(range(5)))[::8])
def test_the_end_is_the_same_in_whatever_order_the_bank_tells(order, bank, order_of_events):
    events = [
        bank.event(order.code, 50_000, reference="A"),
        bank.event(order.code, 40_000, reference="B"),
        bank.event(order.code, 30_000, reference="C"),
        bank.event(order.code, 40_000, reference="B"),
        bank.event("khong co ma", 110_000, reference="D"),
    ]
    for index in order_of_events:
        services.take_in(account=bank.feed, event=events[index])
    assert (pay(order).status, pay(order).received_vnd) == ("paid", 120_000)
    assert [p.amount_vnd for p in RefundPromise.objects.all()] == [10_000]
    assert selectors.transfers_waiting(bank.booth).count() == 1


@pytest.mark.promise("I12")
@pytest.mark.parametrize("expired", [True, False])
def test_money_for_a_cancelled_order_never_revives_it(order, bank, expired):
    cancel(order, expired=expired)
    assert pay(order).status == ("expired" if expired else "void")
    assert bank.tells(order.code, 110_000) == "late"
    order.refresh_from_db()
    assert (order.state, order.payment_status) == ("cancelled", "refund_due")
    (item,) = selectors.transfers_to_look_at(bank.booth)
    assert item.steps == ("returned", "send-anyway")
    assert told("refund_due")
    assert told("refund_due_seller")
    services.settle_refund(promise=RefundPromise.objects.get(), actor=None)
    order.refresh_from_db()
    assert order.payment_status == "refunded"
    assert told("refund_returned")


def test_within_the_ten_minutes_of_grace_money_still_counts(order, bank):
    with clock.at(order.hold_until + timedelta(minutes=9)):
        assert bank.tells(order.code, 110_000) == "matched"
    assert pay(order).status == "paid"


@pytest.mark.parametrize("received", [0, 40_000, 110_000, 150_000])
def test_whatever_was_received_is_owed_after_a_cancel(order, bank, received):
    if received:
        bank.tells(order.code, received)
    cancel(order)
    cancel_again = services.void_or_refund_due
    cancel_again(order=order)
    assert sum(p.amount_vnd for p in RefundPromise.objects.all()) == received
    assert pay(order).status == ("refund_due" if received else "void")


def test_more_late_money_is_owed_too_and_all_of_it_has_to_go_back(order, bank):
    cancel(order)
    bank.tells(order.code, 60_000)
    bank.tells(order.code, 50_000)
    first, second = RefundPromise.objects.order_by("pk")
    services.settle_refund(promise=first, actor=None)
    assert pay(order).status == "refund_due"
    services.settle_refund(promise=second, actor=None)
    services.settle_refund(promise=second, actor=None)
    assert pay(order).status == "refunded"
    assert bank.tells(order.code, 1_000) == "not_expected"


@pytest.mark.promise("F8")
def test_an_unknown_code_is_tried_again_after_1_5_15_and_60_minutes(bank, order, now):
    bank.tells("DH2611ZZZZZZ", 110_000)
    tries = []
    for minute in range(70):
        with clock.at(now + timedelta(minutes=minute)):
            for transfer in selectors.transfers_to_try_again():
                tries.append(minute)
                services.try_again(transfer_id=transfer)
    assert tries == [1, 5, 15, 60]
    assert told("transfer_to_look_at")
    assert selectors.money_to_look_at(bank.booth) == 1


@pytest.mark.promise("F8")
def test_an_event_before_our_own_commit_is_applied_once_when_the_order_is_there(bank, linked, now):
    later = an_unpaid_order(linked)
    code = later.code
    Payment.objects.filter(parts__order=later).update(memo="")
    assert bank.tells(code, 110_000) == "unknown_code"
    Payment.objects.filter(parts__order=later).update(memo=code)
    (transfer,) = BankTransfer.objects.all()
    for minute in (1, 1, 5):
        with clock.at(now + timedelta(minutes=minute)):
            services.try_again(transfer_id=transfer.pk)
    assert (pay(later).status, pay(later).received_vnd) == ("paid", 110_000)
    assert not selectors.transfers_to_try_again()


def test_a_transfer_of_the_family_is_put_aside(bank, people, now):
    bank.tells("me gui con tien hoc", 2_000_000)
    transfer = BankTransfer.objects.get()
    services.dismiss_transfer(transfer=transfer, actor=people.owner_a)
    services.dismiss_transfer(transfer=transfer, actor=people.owner_a)
    assert selectors.money_to_look_at(bank.booth) == 0
    with clock.at(now + timedelta(minutes=90)):
        assert not selectors.transfers_to_try_again()
    assert not told("transfer_to_look_at")


@pytest.mark.promise("I18")
def test_every_change_of_money_has_its_audit_row(order, bank, people):
    bank.tells(order.code, 60_000)
    bank.tells(order.code, 60_000)
    cancel(order)
    for promise in RefundPromise.objects.order_by("pk"):
        services.settle_refund(promise=promise, actor=people.owner_a)
    actions = list(
        AuditEvent.objects.filter(action__regex="^(payment|refund)")
        .order_by("pk")
        .values_list("action", flat=True)
    )
    assert actions == [
        "payment.received",
        "payment.received",
        "refund.promised",
        "payment.refund_due",
        "refund.promised",
        "refund.settled",
        "refund.settled",
        "payment.refunded",
    ]
