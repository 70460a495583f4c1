"""No đồng is lost or made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core import money

WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=20).filter(any)


@given(st.integers(0, 10**13), WEIGHTS)
def test_the_parts_add_up_and_each_is_within_one_dong_of_its_due(total, weights):
    parts = money.share(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert total * weight // sum(weights) <= part <= total * weight // sum(weights) + 1


@given(st.integers(0, 10**6), st.integers(1, 20))
def test_equal_weights_differ_by_one_dong_and_the_earlier_gets_it(total, count):
    parts = money.share(total, [1] * count)
    assert parts == sorted(parts, reverse=True)
    assert parts[0] - parts[-1] <= 1


def test_a_part_without_weight_gets_nothing():
    assert money.share(100, [0, 1, 0]) == [0, 100, 0]
    assert money.share(0, [0, 0]) == [0, 0]
    assert money.share(0, []) == []


@pytest.mark.parametrize(("total", "weights"), [(1, []), (1, [0]), (-1, [1]), (1, [2, -1])])
def test_what_cannot_be_shared_is_an_error(total, weights):
    with pytest.raises(ValueError, match=r"share|negative"):
        money.share(total, weights)


@pytest.mark.parametrize(
    ("amount", "rate", "expected"), [(125_000, 500, 6_250), (10, 500, 1), (9, 500, 0), (1, 0, 0)]
)
def test_half_a_dong_is_rounded_up(amount, rate, expected):
    assert money.of_rate(amount, rate) == expected


@given(st.integers(0, 10**12), st.integers(0, 10_000))
def test_a_rate_is_exact_to_half_a_dong_and_never_more_than_the_whole(amount, rate):
    result = money.of_rate(amount, rate)
    assert abs(result * 10_000 - amount * rate) <= 5_000
    assert result <= amount


def test_a_sum_is_shown_with_dots_and_a_space_that_does_not_break():
    assert money.format_dong(125_000) == "125.000\u00a0₫"
    assert money.format_dong(0) == "0\u00a0₫"
    assert money.format_dong(1_250_000) == "1.250.000\u00a0₫"
