"""An order as one row of a list: who, what, how much, since when."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from backend.core import clock
from backend.orders import rules
from backend.orders.models import Order
from frontend.formats import clock as clock_words
from frontend.formats import relative_day
from frontend.seller.pages import Rights
from frontend.seller.sheet import tone

SHOWN_GOODS = 2


@dataclass(frozen=True, slots=True)
class Job:
    """`total_vnd` is None for a member who sees no money."""

    code: str
    name: str
    place: str
    goods: str
    words: str
    tone: str
    way: str
    at: datetime
    since: str
    answer_by: str
    note: str
    total_vnd: int | None
    is_cash: bool


def job(order: Order, rights: Rights) -> Job:
    commune = order.purchase.commune
    return Job(
        code=order.code,
        name=order.purchase.contact_name,
        place=f"{commune}, {commune.province}",
        goods=_goods(order),
        words=rules.for_seller(order),
        tone=tone(order),
        way=order.delivery_label,
        at=order.placed_at,
        since=when(order.placed_at),
        answer_by=when(order.confirm_by)
        if order.state == rules.PENDING and order.confirm_by
        else "",
        note=order.note,
        total_vnd=order.total_vnd if "money.read" in rights else None,
        is_cash=rules.is_cash(order),
    )


def when(moment: datetime) -> str:
    """As one says it at the stall: 15:40 hôm nay, 9:20 ngày mai."""
    return f"{clock_words(moment)} {relative_day(moment, clock.today())}"


def _goods(order: Order) -> str:
    lines = order.lines.all()
    named = [f"{line.quantity} × {line.product_name}" for line in lines[:SHOWN_GOODS]]
    more = len(lines) - len(named)
    return ", ".join(named) + (" " + _("và %(n)s món khác") % {"n": more} if more > 0 else "")
