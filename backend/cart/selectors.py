"""What is in the cart, what does it cost now, and what has changed since it was last seen?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from backend.cart import rules
from backend.cart.models import Cart, CartLine
from backend.catalogue import selectors as catalogue
from backend.catalogue.selectors import Sellable


@dataclass(frozen=True, slots=True)
class LineView:
    """A line beside what is sold now. `quantity` is wished, `buyable` what can be bought of it."""

    id: int
    variant_id: int
    quantity: int
    buyable: int
    is_selected: bool
    is_saved_for_later: bool
    goods: Sellable

    @property
    def booth_id(self) -> int:
        return self.goods.booth_id

    @property
    def subtotal_vnd(self) -> int:
        return self.goods.price_vnd * self.buyable

    @property
    def will_be_bought(self) -> bool:
        return self.is_selected and not self.is_saved_for_later and self.buyable > 0


@dataclass(frozen=True, slots=True)
class BoothGroup:
    booth_id: int
    booth_slug: str
    booth_name: str
    lines: list[LineView]

    @property
    def subtotal_vnd(self) -> int:
        return sum(line.subtotal_vnd for line in self.lines if line.will_be_bought)


@dataclass(frozen=True)
class CartView:
    """`count` and `subtotal_vnd` leave out what is kept for later."""

    lines: list[LineView]
    changes: list[rules.Change]

    @cached_property
    def groups(self) -> list[BoothGroup]:
        """By booth, in the order in which the booths came into the cart."""
        by_booth: dict[int, list[LineView]] = {}
        for line in self.lines:
            if not line.is_saved_for_later:
                by_booth.setdefault(line.booth_id, []).append(line)
        return [
            BoothGroup(booth_id, lines[0].goods.booth_slug, lines[0].goods.booth_name, lines)
            for booth_id, lines in by_booth.items()
        ]

    @cached_property
    def saved(self) -> list[LineView]:
        return [line for line in self.lines if line.is_saved_for_later]

    @cached_property
    def to_buy(self) -> list[LineView]:
        return [line for line in self.lines if line.will_be_bought]

    @property
    def subtotal_vnd(self) -> int:
        return sum(line.subtotal_vnd for line in self.to_buy)

    @property
    def count(self) -> int:
        return sum(line.quantity for line in self.lines if not line.is_saved_for_later)


EMPTY = CartView(lines=[], changes=[])


def view(cart: Cart | None) -> CartView:
    """Compared with the shelves at every look; nothing is written."""
    if cart is None:
        return EMPTY
    lines = list(cart.lines.all())
    shelves = catalogue.sellable([line.variant_id for line in lines])
    return CartView(
        lines=[_line(line, shelves[line.variant_id]) for line in lines],
        changes=[
            change
            for line in lines
            if not line.is_saved_for_later
            for change in _changes(line, shelves)
        ],
    )


def count(cart: Cart | None) -> int:
    """Units in the cart, for the header."""
    if cart is None:
        return 0
    wished = cart.lines.filter(is_saved_for_later=False).values_list("quantity", flat=True)
    return sum(wished)


def _line(line: CartLine, goods: Sellable) -> LineView:
    return LineView(
        id=line.pk,
        variant_id=line.variant_id,
        quantity=line.quantity,
        buyable=rules.buyable(line.quantity, goods),
        is_selected=line.is_selected,
        is_saved_for_later=line.is_saved_for_later,
        goods=goods,
    )


def _changes(line: CartLine, shelves: Mapping[int, Sellable]) -> list[rules.Change]:
    return rules.changes(
        line=line.pk,
        variant=line.variant_id,
        quantity=line.quantity,
        seen_price_vnd=line.seen_price_vnd,
        goods=shelves[line.variant_id],
    )
