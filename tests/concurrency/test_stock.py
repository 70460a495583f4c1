"""Many buyers, few goods: exactly what is there is sold, and nobody gets an error of ours."""

import threading
from collections import Counter
from random import Random

import pytest
from django.db import transaction

from backend.catalogue import services as catalogue
from backend.catalogue.models import Reservation, Variant
from backend.orders.models import Order, Purchase
from tests.builders.booths import a_booth
from tests.builders.catalogue import a_variant

pytestmark = pytest.mark.postgres


@pytest.mark.promise("C67")
def test_of_two_buyers_of_the_last_unit_exactly_one_gets_it(crowd, people):
    for _again in range(5):
        last = a_variant(people.booth_a, on_hand=1)
        tokens = crowd.with_carts(2, (last, 1))
        answers = crowd.at_once(
            [lambda token=token: crowd.place(token, "key") for token in tokens], threads=2
        )
        assert sorted(answer.status for answer in answers) == [201, 409]
        loser = next(answer for answer in answers if answer.status == 409)
        assert (loser.body["code"], loser.body["available"]) == ("insufficient_stock", 0)
        assert Order.objects.filter(lines__variant=last).count() == 1


@pytest.mark.promise("I6")
@pytest.mark.promise("T1")
def test_a_thousand_attempts_on_ten_units_sell_exactly_ten(crowd, people):
    scarce = a_variant(people.booth_a, on_hand=10)
    tokens = crowd.with_carts(1_000, (scarce, 1))
    answers = crowd.at_once(
        [lambda token=token: crowd.place(token, "key") for token in tokens], threads=32
    )
    assert Counter(answer.status for answer in answers) == {201: 10, 409: 990}
    assert Purchase.objects.count() == Order.objects.count() == 10
    scarce.refresh_from_db()
    assert (scarce.on_hand, scarce.reserved) == (10, 10)


@pytest.mark.promise("T1")
def test_mixed_carts_in_any_order_neither_oversell_nor_lock_each_other_out(crowd):
    goods = [
        a_variant(booth, on_hand=12)
        for booth in [a_booth(name=f"Gian {n}") for n in range(5)]
        for _ in range(4)
    ]
    random = Random(7)
    tokens = [
        crowd.with_cart(*((variant, random.randint(1, 3)) for variant in random.sample(goods, 6)))
        for _ in range(120)
    ]
    answers = crowd.at_once(
        [lambda token=token: crowd.place(token, "key") for token in tokens], threads=24
    )
    statuses = Counter(answer.status for answer in answers)
    assert set(statuses) == {201, 409}
    assert statuses[201] >= 10, "the shelves hold enough for more than ten of them"
    for variant in Variant.objects.all():
        assert 0 <= variant.reserved <= variant.on_hand


def careless(everyone_has_looked: threading.Barrier):
    """Reserve as one should not: look, then write an absolute number."""

    def reserve(*, wants):
        with transaction.atomic():
            for variant_id, quantity, line_id in wants:
                seen = Variant.objects.get(pk=variant_id)
                assert seen.available >= quantity
                everyone_has_looked.wait(timeout=20)
                Variant.objects.filter(pk=variant_id).update(reserved=seen.reserved + quantity)
                Reservation.objects.create(
                    variant_id=variant_id, quantity=quantity, order_line_id=line_id
                )

    return reserve


@pytest.mark.promise("T2")
def test_without_the_guard_the_same_two_buyers_do_oversell(
    transactional_db, people, live_server, monkeypatch
):
    """The negative control: the race is real, and the guard is what wins it."""
    from tests.concurrency.conftest import Crowd

    crowd = Crowd(live_server.url)
    last = a_variant(people.booth_a, on_hand=1)
    tokens = crowd.with_carts(2, (last, 1))
    monkeypatch.setattr(catalogue, "reserve", careless(threading.Barrier(2)))
    answers = crowd.at_once(
        [lambda token=token: crowd.place(token, "key") for token in tokens], threads=2
    )
    assert [answer.status for answer in answers] == [201, 201]
    last.refresh_from_db()
    assert (last.on_hand, last.reserved, Order.objects.count()) == (1, 1, 2)
