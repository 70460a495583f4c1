"""Money of a cancelled order that becomes goods after all."""

import pytest

from backend.aftersales.services import send_anyway
from backend.catalogue.models import Variant
from backend.core.errors import Conflict
from backend.orders.models import Purchase
from backend.payments import selectors, services
from backend.payments.models import RefundPromise
from tests.builders.payments import cancel
from tests.builders.payments import payment_of as pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed(order, bank):
    def come(amount_vnd: int) -> RefundPromise:
        cancel(order)
        bank.tells(order.code, amount_vnd)
        return RefundPromise.objects.get()

    return come


@pytest.mark.promise("I9")
@pytest.mark.parametrize(("came", "still_owed"), [(110_000, []), (130_000, [20_000])])
def test_the_money_pays_a_new_order_of_the_same_goods(order, people, owed, came, still_owed):
    purchase = send_anyway(promise=owed(came), actor=people.owner_a)
    new = purchase.orders.get()
    assert (new.state, new.payment_status, new.total_vnd) == ("pending", "paid", 110_000)
    assert pay(new).received_vnd == came
    assert pay(order).status == "refunded"
    assert [p.amount_vnd for p in selectors.open_refunds(purchase=purchase)] == still_owed
    (past,) = selectors.payment_view(pay(order)).owed_back
    assert new.code in past.words


def test_too_little_money_sends_nothing(people, owed):
    with pytest.raises(Conflict) as refused:
        send_anyway(promise=owed(109_999), actor=people.owner_a)
    assert refused.value.code == "not_enough"
    assert Purchase.objects.count() == 1
    assert Variant.objects.get().reserved == 0


def test_sent_or_given_back_but_never_both(people, owed):
    promise = owed(110_000)
    services.settle_refund(promise=promise, actor=people.owner_a)
    with pytest.raises(Conflict):
        send_anyway(promise=promise, actor=people.owner_a)
    assert Purchase.objects.count() == 1


def test_given_back_after_it_was_sent_is_refused(people, owed):
    promise = owed(110_000)
    send_anyway(promise=promise, actor=people.owner_a)
    for _again in range(2):
        with pytest.raises(Conflict):
            send_anyway(promise=promise, actor=people.owner_a)
    with pytest.raises(Conflict):
        services.settle_refund(promise=promise, actor=people.owner_a)


def test_what_was_paid_too_much_is_no_reason_to_send_again(people, order, bank):
    bank.tells(order.code, 220_000)
    with pytest.raises(Conflict):
        send_anyway(promise=RefundPromise.objects.get(), actor=people.owner_a)
