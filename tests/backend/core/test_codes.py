"""Codes are short, carry no look-alikes, and are found again in whatever a bank makes of them."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core import codes

LAST_SECOND_OF_JULY = datetime(2026, 7, 31, 16, 59, 59, tzinfo=UTC)
FIRST_SECOND_OF_AUGUST = datetime(2026, 7, 31, 17, 0, 0, tzinfo=UTC)

CODES = st.builds(
    "{}{:04}{}".format,
    st.sampled_from(["DM", "DH"]),
    st.integers(0, 9999),
    st.text(codes.ALPHABET, min_size=6, max_size=6),
)


def test_the_alphabet_has_no_letter_that_reads_as_another():
    assert not set("01AEIOULY") & set(codes.ALPHABET)
    assert len(set(codes.ALPHABET)) == len(codes.ALPHABET) == 27


@pytest.mark.promise("C97")
def test_a_code_carries_the_month_of_vietnam():
    assert re.fullmatch(r"DM2607[2-9B-DF-HJ-NP-TV-XZ]{6}", codes.purchase_code(LAST_SECOND_OF_JULY))
    assert codes.order_code(FIRST_SECOND_OF_AUGUST).startswith("DH2608")
    assert len(codes.order_code(FIRST_SECOND_OF_AUGUST)) == codes.LENGTH


def test_codes_do_not_repeat():
    assert len({codes.order_code(LAST_SECOND_OF_JULY) for _ in range(1000)}) == 1000


@given(CODES)
def test_every_code_is_found_alone(code):
    assert codes.find_codes(code) == [code]


@pytest.mark.promise("C157")
@pytest.mark.parametrize(
    "memo",
    [
        "DH2611B7K3MX",
        "dh2611b7k3mx",
        "MBVCB.123.DH 2611-B7K3MX.CT tu 0071",
        "Đh2611 b7k3mx em chuyển khoản ạ",
        "DH2611B7K3MX DH2611B7K3MX",
        "D.H.2611B7K3MX",
    ],
)
def test_a_code_is_found_as_people_and_banks_write_it(memo):
    assert codes.find_codes(memo) == ["DH2611B7K3MX"]


@pytest.mark.promise("C157")
@pytest.mark.parametrize("memo", ["", "DH2611B7K3M", "DH2611A7K3MX", "DX2611B7K3MX", "cam on"])
def test_a_cut_or_foreign_code_is_not_guessed(memo):
    assert codes.find_codes(memo) == []


def test_two_codes_are_both_found():
    assert codes.find_codes("DM2611B7K3MX va DH2611C7K3MX") == ["DM2611B7K3MX", "DH2611C7K3MX"]


@given(st.text())
def test_any_text_may_be_searched(text):
    assert all(len(code) == codes.LENGTH for code in codes.find_codes(text))


def test_a_token_is_long_and_safe_in_an_address():
    assert re.fullmatch(r"[\w-]{43}", codes.token())
    assert codes.token() != codes.token()
