"""One key is one purchase, and one cart is bought once, however often it is sent at once."""

from collections import Counter

import pytest

from backend.orders.models import Purchase
from tests.builders.catalogue import a_variant

pytestmark = pytest.mark.postgres


def told(answers):
    """What the answers say; a twin may be asked to come back, nothing else may be refused."""
    busy = [answer for answer in answers if answer.status == 409]
    assert {answer.body["code"] for answer in busy} <= {"in_progress"}
    assert all(answer.headers["Retry-After"] for answer in busy)
    done = [answer for answer in answers if answer.status != 409]
    assert {answer.status for answer in done} == {201}
    return [answer.body["code"] for answer in done]


@pytest.mark.promise("I8")
@pytest.mark.promise("T3")
@pytest.mark.promise("C47")
def test_200_parallel_repeats_of_one_key_make_one_purchase(crowd, people):
    sauce = a_variant(people.booth_a, on_hand=500)
    token = crowd.with_cart((sauce, 1))
    answers = crowd.at_once([lambda: crowd.place(token, "one")] * 200, threads=32)
    codes = told(answers)
    assert len(set(codes)) == 1
    assert Purchase.objects.count() == 1
    replayed = sum("Idempotency-Replayed" in answer.headers for answer in answers)
    assert replayed == len(codes) - 1
    sauce.refresh_from_db()
    assert sauce.reserved == 1


@pytest.mark.promise("T3")
def test_fifty_keys_in_a_crowd_make_fifty_purchases(crowd, people):
    sauce = a_variant(people.booth_a, on_hand=500)
    tokens = crowd.with_carts(50, (sauce, 1))
    answers = crowd.at_once(
        [lambda token=token: crowd.place(token, "mine") for token in tokens * 6], threads=32
    )
    assert len(set(told(answers))) == 50
    assert Purchase.objects.count() == 50


@pytest.mark.promise("C110")
def test_the_same_cart_under_many_keys_is_bought_once(crowd, people):
    sauce = a_variant(people.booth_a, on_hand=500)
    token = crowd.with_cart((sauce, 2))
    answers = crowd.at_once(
        [lambda n=n: crowd.place(token, f"key-{n}") for n in range(32)], threads=16
    )
    assert Counter(answer.status for answer in answers) == {201: 1, 409: 31}
    sauce.refresh_from_db()
    assert sauce.reserved == 2
