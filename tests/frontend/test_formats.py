"""Amounts, weights, days and phone numbers, as a reader in Vietnam writes them."""

from datetime import UTC, date, datetime

import pytest

from frontend import formats


@pytest.mark.parametrize(
    ("vnd", "written"),
    [(0, "0 ₫"), (1_000, "1.000 ₫"), (125_000, "125.000 ₫"), (10**12, "1.000.000.000.000 ₫")],
)
def test_dong_groups_by_three_and_never_breaks_before_its_sign(vnd: int, written: str) -> None:
    assert formats.dong(vnd) == written.replace(" ", formats.NBSP)


def test_what_is_missing_is_written_as_nothing() -> None:
    assert formats.dong(None) == formats.weight(None) == formats.phone(None) == ""
    assert formats.date(None) == formats.clock(None) == formats.moment(None) == ""
    assert formats.unit_price(None) == ""


def test_a_unit_price_names_its_measure() -> None:
    price = formats.unit_price({"vnd": 250_000, "per": "kg"})
    assert price == f"250.000{formats.NBSP}₫/kg"


@pytest.mark.parametrize(
    ("grams", "written"),
    [(0, "0 g"), (999, "999 g"), (1_000, "1 kg"), (1_500, "1,5 kg"), (12_345, "12,345 kg")],
)
def test_weights_turn_to_kilograms_with_a_decimal_comma(grams: int, written: str) -> None:
    assert formats.weight(grams) == written.replace(" ", formats.NBSP)


@pytest.mark.parametrize(
    ("e164", "written"),
    [
        ("+84912345678", "0912 345 678"),
        ("+842373852246", "0237 3852 246"),
        ("+66812345678", "+66 81 234 5678"),
        ("1900 1234", "1900 1234"),
    ],
)
def test_phone_numbers_are_grouped_as_people_say_them(e164: str, written: str) -> None:
    assert formats.phone(e164).replace(formats.NBSP, " ") == written


def test_a_moment_is_told_on_the_clock_of_vietnam() -> None:
    late_on_the_20th_in_london = datetime(2026, 11, 20, 18, 40, tzinfo=UTC)
    assert formats.date(late_on_the_20th_in_london) == "21/11/2026"
    assert formats.clock(late_on_the_20th_in_london) == "01:40"
    assert formats.moment(late_on_the_20th_in_london) == "01:40 21/11/2026"


@pytest.mark.parametrize(
    ("day", "word"),
    [
        (date(2026, 11, 20), "hôm qua"),
        (date(2026, 11, 21), "hôm nay"),
        (date(2026, 11, 22), "ngày mai"),
        (date(2026, 11, 23), "ngày kia"),
        (date(2026, 12, 5), "5/12"),
        (date(2027, 1, 28), "28/01/2027"),
        (datetime(2026, 11, 21, 18, 0, tzinfo=UTC), "ngày mai"),
    ],
)
def test_near_days_are_told_in_words(day: date, word: str) -> None:
    assert formats.relative_day(day, today=date(2026, 11, 21)) == word
