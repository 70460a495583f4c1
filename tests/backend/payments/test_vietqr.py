"""The code a bank's app reads, made offline."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.payments.providers import vietqr

ACB = {"bank_bin": "970416", "account_number": "257678859"}
VCB = {"bank_bin": "970436", "account_number": "1012345678", "amount_vnd": 1_250_000}


def test_the_checksum_is_the_one_of_the_standard():
    assert vietqr.crc("123456789") == "29B1"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (
            ACB,
            "00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA"
            "53037045802VN6304AE9F",
        ),
        (
            {**ACB, "amount_vnd": 10_000, "memo": "Chuyen tien"},
            "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA"
            "53037045405100005802VN62150811Chuyen tien630453E6",
        ),
        (
            {**VCB, "memo": "DH2611A7K3"},
            "00020101021238540010A00000072701240006970436011010123456780208QRIBFTTA"
            "5303704540712500005802VN62140810DH2611A7K363047CC6",
        ),
        (
            {**VCB, "memo": "DH2611B7K3MX"},
            "00020101021238540010A00000072701240006970436011010123456780208QRIBFTTA"
            "5303704540712500005802VN62160812DH2611B7K3MX63047D2E",
        ),
    ],
)
def test_the_worked_examples_reproduce(wanted, expected):
    assert vietqr.payload(**wanted) == expected


printable = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=19)


@given(
    account=st.text("0123456789", min_size=6, max_size=19),
    amount=st.none() | st.integers(0, 10**13),
    memo=st.just("") | printable,
)
def test_what_is_written_is_read_back(account, amount, memo):
    text = vietqr.payload(bank_bin="970436", account_number=account, amount_vnd=amount, memo=memo)
    fields = vietqr.parse(text)
    assert fields["38"]["01"] == {"00": "970436", "01": account}
    assert fields.get("54") == (None if amount is None else str(amount))
    assert fields.get("62", {}).get("08", "") == memo
    assert fields["01"] == ("11" if amount is None else "12")


@given(position=st.integers(0, 10_000), letter=st.characters(min_codepoint=48, max_codepoint=90))
def test_one_changed_character_is_noticed(position, letter):
    text = vietqr.payload(**VCB, memo="DH2611B7K3MX")
    position %= len(text)
    if text[position] != letter:
        with pytest.raises(ValueError, match="checksum"):
            vietqr.parse(text[:position] + letter + text[position + 1 :])


@pytest.mark.promise("C97")
@pytest.mark.parametrize("memo", ["mã đơn", "x" * 100, "a\nb"])
def test_a_memo_the_banks_would_garble_is_refused(memo):
    with pytest.raises(ValueError, match="ASCII"):
        vietqr.payload(**VCB, memo=memo)


def test_the_pictures_are_pictures():
    text = vietqr.payload(**VCB, memo="DH2611B7K3MX")
    assert vietqr.png(text).startswith(b"\x89PNG")
    svg = vietqr.svg(text, title="Mã <QR> của đơn")
    assert svg.startswith("<svg")
    assert "&lt;QR&gt;" in svg
    assert len(svg) < 6_000
