"""What has changed since the shopper last saw the cart, said plainly?"""

from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from backend.core import money

SOLD_OUT, UNAVAILABLE = "sold_out", "unavailable"
BOOTH_CLOSED, HOLIDAY = "booth_closed", "holiday"
PRICE_UP, PRICE_DOWN, LESS_STOCK = "price_up", "price_down", "less_stock"
_WHY_NOT = (SOLD_OUT, UNAVAILABLE, BOOTH_CLOSED, HOLIDAY)


class Goods(Protocol):
    """A variant as it is sold now (catalogue.selectors.Sellable)."""

    @property
    def product_name(self) -> str: ...
    @property
    def booth_name(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def price_vnd(self) -> int: ...
    @property
    def available(self) -> int: ...
    @property
    def on_sale(self) -> bool: ...
    @property
    def reason(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Change:
    """`old` and `new` are đồng for a price, units for a quantity; `line` is the cart line's id."""

    kind: str
    line: int
    variant: int
    old: int
    new: int
    text: str


def why_not(goods: Goods) -> str:
    """Why it cannot be bought now, "" if it can."""
    if not goods.on_sale:
        return goods.reason if goods.reason in _WHY_NOT else UNAVAILABLE
    return "" if goods.available else SOLD_OUT


def buyable(quantity: int, goods: Goods) -> int:
    """How many of the wished units can be bought now."""
    return 0 if why_not(goods) else min(quantity, goods.available)


def changes(
    *, line: int, variant: int, quantity: int, seen_price_vnd: int, goods: Goods
) -> list[Change]:
    def change(kind: str, old: int, new: int) -> Change:
        return Change(kind, line, variant, old, new, _said(kind, goods, old, new))

    reason = why_not(goods)
    if reason:
        return [change(reason, quantity, 0)]
    found = []
    if goods.price_vnd != seen_price_vnd:
        kind = PRICE_UP if goods.price_vnd > seen_price_vnd else PRICE_DOWN
        found.append(change(kind, seen_price_vnd, goods.price_vnd))
    if quantity > goods.available:
        found.append(change(LESS_STOCK, quantity, goods.available))
    return found


def _said(kind: str, goods: Goods, old: int, new: int) -> str:
    words = {"name": goods.product_name, "booth": goods.booth_name, "unit": goods.unit}
    if kind in (PRICE_UP, PRICE_DOWN):
        words |= {"old": money.format_dong(old), "new": money.format_dong(new)}
    else:
        words |= {"old": str(old), "new": str(new)}
    return {
        PRICE_UP: _("%(name)s: giá lên từ %(old)s thành %(new)s."),
        PRICE_DOWN: _("%(name)s: giá giảm từ %(old)s còn %(new)s."),
        LESS_STOCK: _("%(name)s: chỉ còn %(new)s %(unit)s (bạn chọn %(old)s)."),
        SOLD_OUT: _("%(name)s: vừa hết hàng."),
        UNAVAILABLE: _("%(name)s: hiện không bán."),
        BOOTH_CLOSED: _("%(name)s: gian hàng %(booth)s đang tạm ngừng bán."),
        HOLIDAY: _("%(name)s: gian hàng %(booth)s đang nghỉ."),
    }[kind] % words
