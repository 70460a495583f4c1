"""Dated rates: which one holds on a day, and what it takes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.fees import rules
from backend.fees.models import Rate
from backend.fees.selectors import rate_on


def test_half_a_dong_is_rounded_up():
    assert [rules.fee(amount, 500) for amount in (9, 10, 29, 30, 100_000)] == [0, 1, 1, 2, 5_000]


@given(st.integers(0, 10**13), st.integers(0, 10_000))
def test_a_rate_takes_at_most_the_whole(amount, basis_points):
    assert 0 <= rules.fee(amount, basis_points) <= amount


@pytest.mark.parametrize("kind", Rate.Kind.values)
def test_the_market_opens_without_fee_and_without_tax(db, kind):
    assert rate_on(kind, date(2026, 11, 22)).basis_points == 0


def test_a_newer_rate_holds_from_its_first_day_and_ends_before_its_last(db):
    Rate.objects.create(
        kind="fee",
        name="Phí 5 %",
        basis_points=500,
        source="Quyết định mẫu",
        valid_from=date(2026, 12, 1),
        valid_to=date(2027, 1, 1),
    )
    assert rate_on("fee", date(2026, 11, 30)).basis_points == 0
    assert rate_on("fee", date(2026, 12, 1)).basis_points == 500
    assert rate_on("fee", date(2026, 12, 31)).basis_points == 500
    assert rate_on("fee", date(2027, 1, 1)).basis_points == 0
    assert rate_on("tax", date(2026, 12, 1)).basis_points == 0
