"""A bank transfer by VietQR: the EMVCo merchant-presented code of NAPAS 247, made offline.

A payload is a row of fields, each two digits of tag, two of length (in characters) and the value;
the last one is a CRC-16/CCITT-FALSE over all before it, its own tag and length included.
"""

import io
from typing import Any, ClassVar

import segno
from django.utils.translation import gettext_lazy as _

from backend.payments.contract import Ability, Account, Charge, Provider, Started

# Banks by their BIN, under the names people know them by.
BANKS = {
    "970436": "Vietcombank",
    "970418": "BIDV",
    "970415": "VietinBank",
    "970405": "Agribank",
    "970407": "Techcombank",
    "970422": "MB",
    "970432": "VPBank",
    "970416": "ACB",
    "970403": "Sacombank",
    "970437": "HDBank",
    "970443": "SHB",
    "970441": "VIB",
    "970423": "TPBank",
    "970426": "MSB",
    "970440": "SeABank",
    "970448": "OCB",
    "970431": "Eximbank",
    "970449": "LPBank",
    "970428": "Nam A Bank",
    "970454": "BVBank",
    "970414": "MBV",
    "970406": "Vikki Bank",
    "546034": "CAKE",
    "963388": "Timo",
    "963369": "Liobank",
    "971025": "MoMo",
}

MAX_MEMO = 19

_NAPAS = "A000000727"
_TO_ACCOUNT = "QRIBFTTA"
_VND, _VIETNAM = "704", "VN"
_POLYNOMIAL, _START, _BITS = 0x1021, 0xFFFF, 0xFFFF


class VietQR(Provider):
    code = "vietqr"
    label = _("Chuyển khoản VietQR")
    can: ClassVar[frozenset[Ability]] = frozenset({"qr"})

    def start(self, charge: Charge, account: Account | None) -> Started:
        return Started(
            qr_payload=payload(
                bank_bin=charge.bank_bin,
                account_number=charge.account_number,
                amount_vnd=charge.amount_vnd,
                memo=charge.key,
            )
        )


def payload(
    *, bank_bin: str, account_number: str, amount_vnd: int | None = None, memo: str = ""
) -> str:
    """With an amount the code is for one payment, without one it stands at a stall."""
    beneficiary = _field("00", bank_bin) + _field("01", account_number)
    account = _field("00", _NAPAS) + _field("01", beneficiary) + _field("02", _TO_ACCOUNT)
    fields = [
        _field("00", "01"),
        _field("01", "11" if amount_vnd is None else "12"),
        _field("38", account),
        _field("53", _VND),
        "" if amount_vnd is None else _field("54", str(amount_vnd)),
        _field("58", _VIETNAM),
        _field("62", _field("08", memo)) if memo else "",
    ]
    body = "".join(fields) + "6304"
    return body + crc(body)


def parse(text: str) -> dict[str, Any]:
    """The fields of a payload by tag, templates 38 and 62 as dicts. Raises ValueError."""
    if text[-8:-4] != "6304" or crc(text[:-4]) != text[-4:]:
        raise ValueError("the checksum does not fit")
    fields: dict[str, Any] = dict(_fields(text))
    fields["38"] = dict(_fields(fields["38"]))
    fields["38"]["01"] = dict(_fields(fields["38"]["01"]))
    if "62" in fields:
        fields["62"] = dict(_fields(fields["62"]))
    return fields


def crc(text: str) -> str:
    """Four upper-case hex digits."""
    register = _START
    for byte in text.encode("ascii"):
        register ^= byte << 8
        for _bit in range(8):
            register = (register << 1) ^ (_POLYNOMIAL if register & 0x8000 else 0)
            register &= _BITS
    return f"{register:04X}"


def svg(text: str, *, title: str = "") -> str:
    """An <svg> element to stand in a page: dark on white whatever the page's colours are."""
    code = segno.make_qr(text, error="m")
    return code.svg_inline(border=4, light="#fff", omitsize=True, title=title or None)


def png(text: str) -> bytes:
    """A picture to save on a phone, large enough for a bank's app to read from the gallery."""
    picture = io.BytesIO()
    segno.make_qr(text, error="m").save(picture, kind="png", scale=12, border=4)
    return picture.getvalue()


def _field(tag: str, value: str) -> str:
    if not value.isascii() or not value.isprintable() or not 1 <= len(value) <= 99:
        raise ValueError(f"field {tag} takes 1 to 99 printable ASCII characters")
    return f"{tag}{len(value):02}{value}"


def _fields(text: str) -> list[tuple[str, str]]:
    found = []
    while text:
        tag, length, rest = text[:2], text[2:4], text[4:]
        if not (tag + length).isdecimal() or len(rest) < int(length):
            raise ValueError("a field is cut off")
        found.append((tag, rest[: int(length)]))
        text = rest[int(length) :]
    return found
