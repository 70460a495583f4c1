"""Which commune lies in which province, which are near, and what zone is a parcel's way?"""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from backend.regions import rules, selectors

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Spot:
    latitude: float
    longitude: float


spots = st.builds(Spot, st.floats(-90, 90), st.floats(-180, 180))


def test_a_commune_is_known_only_in_its_own_province() -> None:
    assert selectors.commune_or_none("16093", "38") is not None
    assert selectors.commune_or_none("16093", "48") is None
    assert selectors.commune_or_none("00000", "38") is None
    assert selectors.commune_or_none("", "38") is None


def test_the_home_province_of_the_market_goes_first(settings: Settings) -> None:
    settings.HOME_PROVINCE = "48"
    names = [province.name for province in selectors.provinces()]
    assert names[:3] == ["Đà Nẵng", "An Giang", "Bắc Ninh"]
    assert len(names) == 34


def test_communes_of_a_province_stand_in_alphabetical_order() -> None:
    folded = [commune.folded for commune in selectors.communes_of("38")]
    assert folded == sorted(folded)
    assert len(folded) == 166
    assert selectors.communes_of("00") == []


def test_neighbours_are_the_nearest_communes() -> None:
    nga_son = selectors.commune_or_none("16093")
    near = selectors.neighbours(nga_son, limit=6)
    distances = [rules.distance_km(nga_son, commune) for commune in near]
    assert distances == sorted(distances)
    assert 0 < distances[0] <= distances[-1] < 15
    assert "Nga An" in {commune.name for commune in near}


def test_hanoi_to_ho_chi_minh_city_is_about_1140_km() -> None:
    hanoi, saigon = Spot(21.0278, 105.8342), Spot(10.7769, 106.7009)
    assert rules.distance_km(hanoi, saigon) == pytest.approx(1143, abs=5)


@given(one=spots, other=spots)
def test_a_distance_is_the_same_both_ways_and_never_round_the_world(one: Spot, other: Spot) -> None:
    there, back = rules.distance_km(one, other), rules.distance_km(other, one)
    assert there == pytest.approx(back)
    assert 0 <= there <= 20_016
    assert rules.distance_km(one, one) == 0


@pytest.mark.parametrize(
    ("origin", "destination", "zone"),
    [
        ("38", "38", "same_province"),
        ("38", "01", "near"),
        ("01", "38", "near"),
        ("38", "40", "near"),
        ("38", "48", "far"),
        ("38", "79", "far"),
        ("79", "80", "near"),
    ],
)
def test_a_parcel_within_300_km_is_near(origin: str, destination: str, zone: str) -> None:
    one, other = selectors.province_or_none(origin), selectors.province_or_none(destination)
    assert rules.zone(one, other) == zone
