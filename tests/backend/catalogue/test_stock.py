"""Stock: never below nothing, every unit told of, each reservation ended once."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from backend.booths.models import Booth
from backend.catalogue import services
from backend.catalogue.models import Reservation, StockMove, Variant
from backend.core.errors import Conflict
from backend.core.models import AuditEvent
from tests.builders.booths import a_booth
from tests.builders.catalogue import a_variant
from tests.builders.checks import violations_of

pytestmark = pytest.mark.django_db


def fresh(variant: Variant) -> Variant:
    return Variant.objects.select_related("product").get(pk=variant.pk)


def numbers(variant: Variant) -> tuple[int, int]:
    now = fresh(variant)
    return now.on_hand, now.reserved


def test_what_is_reserved_cannot_be_reserved_again(db):
    variant = a_variant(a_booth(), on_hand=5)
    services.reserve(wants=[(variant.pk, 3, 1)])
    assert numbers(variant) == (5, 3)
    with pytest.raises(Conflict) as refused:
        services.reserve(wants=[(variant.pk, 3, 2)])
    assert refused.value.code == "insufficient_stock"
    assert refused.value.extra == {"available": 2, "variant": variant.pk}
    assert numbers(variant) == (5, 3)


@pytest.mark.promise("I6")
def test_one_line_that_is_not_there_takes_back_all_others(db):
    booth = a_booth()
    plenty, few = a_variant(booth, on_hand=50), a_variant(booth, on_hand=1)
    with pytest.raises(Conflict):
        services.reserve(wants=[(plenty.pk, 2, 1), (few.pk, 2, 2)])
    assert numbers(plenty) == (50, 0)
    assert not Reservation.objects.exists()


@pytest.mark.promise("I7")
@pytest.mark.parametrize(
    ("end", "then", "expected"),
    [
        (services.claim, services.claim, (3, 0)),
        (services.claim, services.release, (3, 0)),
        (services.release, services.release, (5, 0)),
        (services.release, services.claim, (5, 0)),
    ],
)
def test_a_reservation_ends_once(db, end, then, expected):
    variant = a_variant(a_booth(), on_hand=5)
    services.reserve(wants=[(variant.pk, 2, 7)])
    assert end([7]) == 1
    assert then([7]) == 0
    assert numbers(variant) == expected
    assert violations_of("catalogue") == []


@pytest.mark.promise("I7")
def test_moves_tell_of_every_unit(db):
    booth = a_booth()
    variant = a_variant(booth, on_hand=10)
    services.reserve(wants=[(variant.pk, 4, 1)])
    services.claim([1])
    counted = services.count_stock(variant=variant, on_hand=9, version=fresh(variant).version)
    services.mark_sold_out(variant=counted)
    moves = StockMove.objects.order_by("id").values_list("reason", "delta", "order_line_id")
    assert list(moves) == [
        ("opening", 10, None), ("shipped", -4, 1), ("counted", 3, None), ("sold_out", -9, None),
    ]  # fmt: skip
    assert violations_of("catalogue") == []


def test_the_card_follows_the_last_unit(db):
    variant = a_variant(a_booth(), on_hand=2)
    services.reserve(wants=[(variant.pk, 1, 1)])
    assert fresh(variant).product.in_stock
    services.reserve(wants=[(variant.pk, 1, 2)])
    assert not fresh(variant).product.in_stock
    services.release([2])
    assert fresh(variant).product.in_stock


def test_another_sale_unit_keeps_the_card_in_stock(db):
    variant = a_variant(a_booth(), on_hand=1)
    services.add_variant(
        product=variant.product, name="Can 5 l", unit="can", price_vnd=500_000,
        net_volume_ml=5_000, ship_weight_grams=5_600, on_hand=1,
    )  # fmt: skip
    services.reserve(wants=[(variant.pk, 1, 1)])
    assert fresh(variant).product.in_stock


@pytest.mark.promise("C73")
def test_a_count_below_what_is_held_is_refused(db):
    variant = a_variant(a_booth(), on_hand=10)
    services.reserve(wants=[(variant.pk, 4, 1)])
    with pytest.raises(Conflict) as refused:
        services.count_stock(variant=variant, on_hand=3, version=fresh(variant).version)
    assert (refused.value.code, refused.value.extra["reserved"]) == ("stock_below_reserved", 4)
    assert numbers(variant) == (10, 4)


@pytest.mark.promise("C73")
@pytest.mark.promise("C43")
@pytest.mark.parametrize("sale", [False, True])
def test_a_count_from_an_old_page_is_told_both_values(db, sale):
    variant = a_variant(a_booth(), on_hand=10)
    seen = variant.version
    if sale:
        services.reserve(wants=[(variant.pk, 4, 1)])
        services.claim([1])
    else:
        services.count_stock(variant=variant, on_hand=6, version=seen)
    with pytest.raises(Conflict) as refused:
        services.count_stock(variant=variant, on_hand=12, version=seen)
    assert refused.value.code == "edit_conflict"
    assert refused.value.extra["yours"] == {"on_hand": 12}
    assert refused.value.extra["current"] == {"on_hand": 6}
    assert numbers(variant) == (6, 0)


@pytest.mark.promise("I18")
def test_a_count_leaves_one_audit_row(db, people):
    variant = a_variant(people.booth_a, on_hand=10)
    before = AuditEvent.objects.count()
    services.count_stock(variant=variant, on_hand=12, version=variant.version, actor=people.owner_a)
    event = AuditEvent.objects.latest("id")
    assert AuditEvent.objects.count() == before + 1
    assert (event.action, event.actor_id) == ("variant.stock", people.owner_a.pk)
    assert (event.diff, event.booth_id) == ({"on_hand": [10, 12]}, people.booth_a.pk)


def test_sold_out_keeps_what_is_held_and_can_be_undone(db):
    variant = a_variant(a_booth(), on_hand=10)
    services.reserve(wants=[(variant.pk, 4, 1)])
    services.mark_sold_out(product=variant.product)
    assert numbers(variant) == (4, 4)
    assert not fresh(variant).product.in_stock
    services.undo_sold_out(product=variant.product)
    assert numbers(variant) == (10, 4)
    services.undo_sold_out(product=variant.product)
    assert numbers(variant) == (10, 4)
    assert violations_of("catalogue") == []


def test_sold_out_is_not_undone_over_a_later_count(db):
    variant = a_variant(a_booth(), on_hand=10)
    services.mark_sold_out(variant=variant)
    services.count_stock(variant=variant, on_hand=2, version=fresh(variant).version)
    services.undo_sold_out(variant=variant)
    assert numbers(variant) == (2, 0)


@pytest.mark.parametrize(
    ("damage", "promise"),
    [
        (lambda v: Variant.objects.filter(pk=v.pk).update(on_hand=9), "I7"),
        (lambda v: Variant.objects.filter(pk=v.pk).update(reserved=1), "I7"),
        (lambda v: type(v.product).objects.update(is_listed=False), "I17"),
        (lambda v: Booth.objects.update(state="suspended"), "I17"),
        (lambda v: type(v.product).objects.update(in_stock=False), "cards say"),
        (lambda v: type(v.product).objects.update(price_from_vnd=1), "cards say"),
    ],
)
def test_the_checks_see_what_is_wrong(db, damage, promise):
    variant = a_variant(a_booth(), on_hand=5)
    assert violations_of("catalogue") == []
    damage(variant)
    assert any(promise in line for line in violations_of("catalogue"))


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("reserve"), st.integers(0, 1), st.integers(1, 4)),
        st.tuples(st.just("claim"), st.integers(1, 12), st.just(0)),
        st.tuples(st.just("release"), st.integers(1, 12), st.just(0)),
        st.tuples(st.just("count"), st.integers(0, 1), st.integers(0, 8)),
        st.tuples(st.just("sold_out"), st.integers(0, 1), st.just(0)),
        st.tuples(st.just("undo"), st.integers(0, 1), st.just(0)),
    ),
    max_size=20,
)


class StockArithmetic(TestCase):
    """Hypothesis needs Django's own test case, which rolls back after each example."""

    @pytest.mark.promise("I6")
    @pytest.mark.promise("I7")
    @given(steps=STEPS)
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_any_row_of_steps_keeps_the_stock_true(self, steps):
        booth = a_booth()
        variants = [a_variant(booth, on_hand=6) for _ in range(2)]
        on_hand, held, lines, refusals = [6, 6], {}, 0, set()
        for step, which, amount in steps:
            try:
                if step == "reserve":
                    lines += 1
                    services.reserve(wants=[(variants[which].pk, amount, lines)])
                    held[lines] = (which, amount)
                elif step in ("claim", "release"):
                    ended = getattr(services, step)([which])
                    assert ended == (which in held)
                    owner, units = held.pop(which, (0, 0))
                    on_hand[owner] -= units if step == "claim" else 0
                elif step == "count":
                    version = fresh(variants[which]).version
                    services.count_stock(variant=variants[which], on_hand=amount, version=version)
                    on_hand[which] = amount
                elif step == "sold_out":
                    services.mark_sold_out(variant=variants[which])
                    on_hand[which] = sum(units for owner, units in held.values() if owner == which)
                else:
                    services.undo_sold_out(variant=variants[which])
                    on_hand[which] = fresh(variants[which]).on_hand
            except Conflict as refused:
                refusals.add(refused.code)
        assert refusals <= {"insufficient_stock", "stock_below_reserved"}
        for which, variant in enumerate(variants):
            reserved = sum(units for owner, units in held.values() if owner == which)
            assert numbers(variant) == (on_hand[which], reserved)
        assert violations_of("catalogue") == []
