"""What differs between the quote a shopper saw and what holds now, and what was chosen of it?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from backend.core import money
from backend.core.errors import FieldError, Invalid

VALID_FOR = timedelta(minutes=30)

# The gravest difference names the refusal.
_CODES = {
    "unavailable": {"unavailable", "booth_closed", "holiday", "option_gone", "payment_gone"},
    "insufficient_stock": {"sold_out", "less_stock"},
    "price_changed": {"price_up", "price_down", "fee_changed"},
    "cart_changed": {"cart_changed"},
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was; `line` and `variant` where it is about goods."""

    kind: str
    booth: str
    text: str
    old: int | None = None
    new: int | None = None
    line: int | None = None
    variant: int | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the shopper wants of one booth's offer."""

    option: str
    payment: str
    note: str


def refusal(differences: Iterable[Difference]) -> str:
    """The code of the refusal; there is at least one difference."""
    kinds = {difference.kind for difference in differences}
    return next(code for code, those in _CODES.items() if kinds & those)


def refusal_words(code: str) -> str:
    return {
        "unavailable": _("Có món không mua được lúc này. Bạn xem lại rồi đặt tiếp."),
        "insufficient_stock": _("Có món không còn đủ hàng. Bạn xem lại rồi đặt tiếp."),
        "price_changed": _("Giá hoặc phí gửi vừa thay đổi. Bạn xem lại rồi đặt tiếp."),
        "cart_changed": _("Giỏ hàng vừa thay đổi. Bạn xem lại rồi đặt tiếp."),
    }[code]


def choices(
    quoted: Sequence[Mapping[str, Any]],
    *,
    deliveries: Mapping[str, str],
    payment: str | Mapping[str, str],
    notes: Mapping[str, str],
) -> dict[str, Choice]:
    """By booth slug, out of a quote's `orders`; a booth without a word gets its first option.

    Raises Invalid naming every booth that is not in the quote and every choice it does not offer.
    """
    offers = {order["booth"]["slug"]: order for order in quoted}
    methods = dict.fromkeys(offers, payment) if isinstance(payment, str) else payment
    errors = [
        FieldError(f"{field}.{slug}", "unknown_booth", _("Gian hàng này không có trong đơn."))
        for field, given in (("deliveries", deliveries), ("payment", methods), ("notes", notes))
        for slug in given
        if slug not in offers
    ]
    chosen = {}
    for slug, offer in offers.items():
        options = [option["code"] for option in offer["options"]]
        option = deliveries.get(slug) or options[0]
        method = methods.get(slug, "")
        if option not in options:
            words = _("Gian hàng này không có cách gửi đó.")
            errors.append(FieldError(f"deliveries.{slug}", "not_offered", words))
        if method not in offer["payments"]:
            field = "payment" if isinstance(payment, str) else f"payment.{slug}"
            words = _("Gian hàng này không nhận cách thanh toán đó.")
            errors.append(FieldError(field, "not_offered", words))
        chosen[slug] = Choice(option, method, notes.get(slug, ""))
    if errors:
        raise Invalid(errors=errors)
    return chosen


def fee_changed(booth: Mapping[str, str], label: str, old: int, new: int) -> Difference:
    text = _("%(booth)s, %(option)s: phí gửi từ %(old)s thành %(new)s.") % {
        "booth": booth["name"],
        "option": label,
        "old": money.format_dong(old),
        "new": money.format_dong(new),
    }
    return Difference("fee_changed", booth["slug"], text, old=old, new=new)


def option_gone(booth: Mapping[str, str], label: str) -> Difference:
    text = _("%(booth)s không còn gửi bằng %(option)s.") % {
        "booth": booth["name"],
        "option": label,
    }
    return Difference("option_gone", booth["slug"], text)


def payment_gone(booth: Mapping[str, str]) -> Difference:
    text = _("%(booth)s không còn nhận cách thanh toán bạn chọn.") % {"booth": booth["name"]}
    return Difference("payment_gone", booth["slug"], text)


def cart_changed(booth: str, name: str, *, line: int | None, variant: int) -> Difference:
    text = _("%(name)s: giỏ hàng đã khác lúc xem giá.") % {"name": name}
    return Difference("cart_changed", booth, text, line=line, variant=variant)
