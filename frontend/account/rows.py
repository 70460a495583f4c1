"""What one line in the list of purchases says."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.catalogue.rules import Picture, picture
from backend.orders.models import Purchase
from backend.orders.rules import Summary, summary

PICTURES_SHOWN = 3


@dataclass(frozen=True)
class PurchaseRow:
    code: str
    url: str
    placed_at: datetime
    total_vnd: int
    word: str
    tone: str
    booths: list[str]
    pictures: list[Picture | None]


def purchase_row(purchase: Purchase) -> PurchaseRow:
    """Of a purchase read with its orders, their lines and booths."""
    orders = list(purchase.orders.all())
    lines = [line for order in orders for line in order.lines.all()]
    word, tone = _said(summary(orders))
    return PurchaseRow(
        code=purchase.code,
        url=reverse("shop:purchase", args=[purchase.code]),
        placed_at=purchase.placed_at,
        total_vnd=purchase.total_vnd,
        word=word,
        tone=tone,
        booths=[order.booth.name for order in orders],
        pictures=[picture(line.image_stem, "") for line in lines[:PICTURES_SHOWN]],
    )


def _said(state: Summary) -> tuple[str, str]:
    if state.word == "unpaid":
        text = ngettext("%(n)s đơn chờ thanh toán", "%(n)s đơn chờ thanh toán", state.unpaid)
        return text % {"n": state.unpaid}, "wait"
    return {
        "waiting": (_("Đang chuẩn bị"), "go"),
        "underway": (_("Đang trên đường"), "go"),
        "delivered": (_("Đã giao"), "done"),
        "cancelled": (_("Đã huỷ"), "stop"),
    }.get(state.word, (_("Cần xem"), "look"))
