"""Many buyers and few units, at one moment, on a real PostgreSQL."""

import threading

import pytest
from django.db import transaction
from django.db.models import F

from backend.catalogue import services
from backend.catalogue.models import Reservation, Variant
from backend.core.errors import Conflict
from tests.builders.booths import a_booth
from tests.builders.catalogue import a_variant
from tests.builders.checks import violations_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

BUYERS, UNITS = 64, 10


@pytest.mark.promise("I6")
def test_64_buyers_of_10_units_get_exactly_10(in_parallel):
    variant = a_variant(a_booth(), on_hand=UNITS)

    def buy(number: int) -> str:
        services.reserve(wants=[(variant.pk, 1, number + 1)])
        return "bought"

    outcomes = in_parallel(buy, BUYERS)
    refused = [each for each in outcomes if isinstance(each, Conflict)]
    assert outcomes.count("bought") == UNITS
    assert len(refused) == BUYERS - UNITS
    assert {each.code for each in refused} == {"insufficient_stock"}
    assert Reservation.objects.count() == UNITS
    assert not Variant.objects.get(pk=variant.pk).product.in_stock
    assert violations_of("catalogue") == []


@pytest.mark.promise("I6")
def test_without_the_guard_two_buyers_get_the_last_unit(in_parallel):
    """The twin of the test above: it reads, then writes what it read. Both threads stop between."""
    variant = a_variant(a_booth(), on_hand=1)
    both_have_read = threading.Barrier(2)

    def buy(_number: int) -> bool:
        with transaction.atomic():
            seen = Variant.objects.get(pk=variant.pk)
            both_have_read.wait(timeout=10)
            if seen.available < 1:
                return False
            Variant.objects.filter(pk=seen.pk).update(reserved=seen.reserved + 1)
            return True

    assert in_parallel(buy, 2) == [True, True], "one unit was sold twice"


@pytest.mark.promise("I6")
def test_with_the_guard_the_same_interleaving_sells_one(in_parallel):
    variant = a_variant(a_booth(), on_hand=1)
    both_have_read = threading.Barrier(2)

    def buy(number: int) -> bool:
        with transaction.atomic():
            assert Variant.objects.get(pk=variant.pk).available == 1
            both_have_read.wait(timeout=10)
            services.reserve(wants=[(variant.pk, 1, number + 1)])
            return True

    outcomes = in_parallel(buy, 2)
    assert outcomes.count(True) == 1
    assert [each.code for each in outcomes if each is not True] == ["insufficient_stock"]


def test_lines_named_in_any_order_wait_for_each_other_and_never_in_a_circle(in_parallel):
    booth = a_booth()
    one, other = a_variant(booth, on_hand=1_000), a_variant(booth, on_hand=1_000)

    def buy(number: int) -> bool:
        pair = (one, other) if number % 2 else (other, one)
        for turn in range(5):
            line = number * 100 + turn * 2 + 1
            services.reserve(wants=[(pair[0].pk, 1, line), (pair[1].pk, 1, line + 1)])
        return True

    assert in_parallel(buy, 16) == [True] * 16
    assert set(Variant.objects.values_list("reserved", flat=True)) == {80}


@pytest.mark.promise("I7")
def test_a_claim_and_a_release_of_one_line_at_one_moment_end_it_once(in_parallel):
    variant = a_variant(a_booth(), on_hand=10)
    services.reserve(wants=[(variant.pk, 3, 1)])
    outcomes = in_parallel(lambda n: (services.claim if n % 2 else services.release)([1]), 8)
    assert sum(outcomes) == 1
    assert violations_of("catalogue") == []


def test_the_card_is_right_when_the_last_units_of_two_sale_units_go_at_one_moment(in_parallel):
    first = a_variant(a_booth(), on_hand=1)
    second = services.add_variant(
        product=first.product, name="Can 5 l", unit="can", price_vnd=500_000,
        ship_weight_grams=5_600, on_hand=1,
    )  # fmt: skip
    both = [first, second]
    met = threading.Barrier(2)

    def buy(number: int) -> None:
        with transaction.atomic():
            Variant.objects.filter(pk=both[number].pk).update(reserved=F("reserved"))
            met.wait(timeout=10)
            services.reserve(wants=[(both[number].pk, 1, number + 1)])

    assert in_parallel(buy, 2) == [None, None]
    assert violations_of("catalogue") == []


@pytest.mark.promise("C73")
def test_a_count_during_a_sale_is_refused_or_comes_first(in_parallel):
    variant = a_variant(a_booth(), on_hand=10)
    seen = variant.version

    def act(number: int) -> str:
        if number:
            services.reserve(wants=[(variant.pk, 1, number)])
        else:
            services.count_stock(variant=variant, on_hand=3, version=seen)
        return "done"

    outcomes = in_parallel(act, 9)
    codes = {each.code for each in outcomes if isinstance(each, Conflict)}
    assert codes <= {"edit_conflict", "insufficient_stock"}
    assert all(isinstance(each, str | Conflict) for each in outcomes)
    assert violations_of("catalogue") == []
