"""What sending costs: zones, steps of weight, dated rows; and what each booth offers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core import clock
from backend.logistics import rules, services
from backend.logistics.carriers import CARRIERS
from backend.logistics.contract import Rate
from backend.logistics.models import RateRow, Shipment
from backend.regions.selectors import commune_or_none

STEPS = [Rate("post", 500, 16_500, 4_000, 1, 2), Rate("post", 1_000, 19_000, 4_000, 1, 2)]
THANH_HOA, DA_NANG, NGHE_AN = "16093", "20194", "16681"


@pytest.mark.parametrize(
    ("grams", "fee"),
    [
        (1, 16_500),
        (500, 16_500),
        (501, 19_000),
        (1_000, 19_000),
        (1_001, 23_000),
        (2_000, 23_000),
        (2_001, 27_000),
    ],
)
def test_a_step_carries_its_weight_and_above_the_last_each_begun_kilo_costs(grams, fee):
    assert rules.postage(rules.step_for(STEPS, grams), grams) == fee


@given(st.integers(1, 200_000), st.integers(0, 200_000))
def test_more_weight_never_costs_less(grams, more):
    def fee(weight):
        return rules.postage(rules.step_for(STEPS, weight), weight)

    assert fee(grams) <= fee(grams + more)


def offered(booth, to, grams=900):
    options = services.options_for(booth=booth, to_commune=commune_or_none(to), weight_grams=grams)
    return {option.code: option for option in options}


def test_the_own_motorbike_stays_in_the_province(people):
    assert list(offered(people.booth_a, THANH_HOA)) == ["post", "bus", "own"]
    assert list(offered(people.booth_a, DA_NANG)) == ["post", "bus"]


def test_far_costs_more_than_near_and_near_more_than_the_own_province(people):
    here, near, far = (
        offered(people.booth_a, to)["post"].fee_vnd for to in (THANH_HOA, NGHE_AN, DA_NANG)
    )
    assert (here, near, far) == (19_000, 25_500, 31_000)


def test_days_count_from_the_order_and_include_packing(people):
    people.booth_a.prep_days = 2
    post = offered(people.booth_a, DA_NANG)["post"]
    assert (post.days_min, post.days_max) == (5, 7)
    assert rules.days(post.days_min, post.days_max) == "5–7"


def test_goods_are_fetched_only_where_the_booth_says_where(people):
    people.booth_a.pickup_street = "Số 5, chợ Nga Sơn"
    people.booth_a.pickup_hours = "7–17 giờ"
    pickup = offered(people.booth_a, DA_NANG)["pickup"]
    assert pickup.fee_vnd == 0
    assert pickup.detail.startswith("Số 5, chợ Nga Sơn, ")
    assert pickup.detail.endswith("7–17 giờ")


def test_a_price_of_tomorrow_holds_from_tomorrow(people):
    tomorrow = clock.today() + timedelta(days=1)
    old = RateRow.objects.filter(option="post", zone="far")
    new = [
        RateRow(
            carrier="manual",
            option="post",
            zone="far",
            up_to_grams=row.up_to_grams,
            fee_vnd=row.fee_vnd + 1_000,
            days_min=row.days_min,
            days_max=row.days_max,
            valid_from=tomorrow,
        )
        for row in old
    ]
    old.update(valid_to=tomorrow)
    RateRow.objects.bulk_create(new)
    assert offered(people.booth_a, DA_NANG)["post"].fee_vnd == 31_000
    with clock.at(clock.now() + timedelta(days=1)):
        assert offered(people.booth_a, DA_NANG)["post"].fee_vnd == 32_000


def test_the_table_answers_on_every_day_since_the_market_opened(people):
    for day in (date(2020, 1, 1), date(2050, 1, 1)):
        assert RateRow.objects.filter(valid_from__lte=day).exists()


@pytest.mark.parametrize("booths", [1, 5])
def test_twenty_booths_cost_as_many_queries_as_one(people, django_assert_num_queries, booths):
    goods = [services.Goods(people.booth_a, 900)] * booths
    with django_assert_num_queries(1):
        services.offers(goods=goods, to_commune=commune_or_none(DA_NANG))


@pytest.mark.parametrize("carrier", CARRIERS.values(), ids=lambda carrier: carrier.code)
def test_a_carrier_of_ours_does_what_it_says_and_nothing_else(carrier):
    assert carrier.can == {"quote"}
    for ability in ("book", "cancel", "fetch", "read_webhook", "print_label"):
        with pytest.raises(NotImplementedError):
            getattr(carrier, ability)(None, None)


@pytest.mark.promise("I13")
@given(st.lists(st.sampled_from(Shipment.Word.values), max_size=20))
def test_the_word_of_a_parcel_never_goes_back_but_for_a_second_try(words):
    word, rank = "created", rules.RANKS["created"]
    for said in words:
        if rules.goes_on(word, rank, said):
            after = rules.RANKS.get(said, rank)
            assert after >= rank or (word == "delivery_failed" and said in rules._SECOND_TRY)
            word, rank = said, after
