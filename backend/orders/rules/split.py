"""Split a purchase into one order per booth, losing no đồng."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _

from backend.core import money
from backend.core.errors import Invalid


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    phone: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the parcels of a purchase go; the commune says the province."""

    commune_code: str
    street: str


@dataclass(frozen=True, slots=True)
class LineDraft:
    variant_id: int
    product_id: int
    product_name: str
    product_slug: str
    variant_name: str
    unit: str
    image_stem: str
    quantity: int
    price_vnd: int
    ship_weight_grams: int

    @property
    def subtotal_vnd(self) -> int:
        return self.price_vnd * self.quantity


@dataclass(frozen=True, slots=True)
class Delivery:
    """The chosen way of sending, as it was offered."""

    code: str
    label: str
    carrier: str
    fee_vnd: int
    days: str = ""


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """One booth's part of a purchase, before it is one."""

    booth_id: int
    lines: Sequence[LineDraft]
    delivery: Delivery
    note: str = ""
    discount_vnd: int = 0

    @property
    def subtotal_vnd(self) -> int:
        return sum(line.subtotal_vnd for line in self.lines)

    @property
    def total_vnd(self) -> int:
        return self.subtotal_vnd - self.discount_vnd + self.delivery.fee_vnd

    @property
    def weight_grams(self) -> int:
        return sum(line.ship_weight_grams * line.quantity for line in self.lines)

    def line_discounts(self) -> list[int]:
        """The order's discount divided among its lines: largest remainder, ties to the earlier."""
        return money.share(self.discount_vnd, [line.subtotal_vnd for line in self.lines])


class OfABooth(Protocol):
    @property
    def booth_id(self) -> int: ...


Line = TypeVar("Line", bound=OfABooth)


def split_by_booth(lines: Iterable[Line]) -> dict[int, list[Line]]:
    """One group for each booth, in the order of the booths' ids; lines keep theirs."""
    by_booth = sorted(lines, key=lambda line: line.booth_id)
    return {booth: list(group) for booth, group in groupby(by_booth, lambda line: line.booth_id)}


def total(drafts: Iterable[OrderDraft]) -> int:
    """What a purchase costs; refused before anything is written when nobody could pay it."""
    total_vnd = sum(draft.total_vnd for draft in drafts)
    if total_vnd > money.MAX_TOTAL_VND:
        raise Invalid(
            _("Tổng tiền quá lớn. Bạn chia thành nhiều lần mua giúp."), code="total_too_large"
        )
    return total_vnd


class Receivable(Protocol):
    total_vnd: int
    shipping_vnd: int
    fee_vnd: int
    tax_vnd: int


@dataclass(frozen=True, slots=True)
class YouReceive:
    """What is left of an order for its booth; postage is paid on to who carries the parcel."""

    total_vnd: int
    fee_vnd: int
    tax_vnd: int
    postage_vnd: int
    amount_vnd: int


def you_receive(order: Receivable) -> YouReceive:
    return YouReceive(
        total_vnd=order.total_vnd,
        fee_vnd=order.fee_vnd,
        tax_vnd=order.tax_vnd,
        postage_vnd=order.shipping_vnd,
        amount_vnd=order.total_vnd - order.fee_vnd - order.tax_vnd - order.shipping_vnd,
    )
