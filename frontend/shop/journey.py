"""What has happened to an order and what comes next, as a shopper reads it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from backend.checkout.selectors import OrderView
from backend.orders import rules
from backend.orders.models import TrailEntry


@dataclass(frozen=True)
class Step:
    """`tone` is done, now, next or stop."""

    text: str
    tone: str
    at: datetime | None = None
    note: str = ""


def journey(view: OrderView) -> list[Step]:
    done = [_step(entry) for entry in view.trail]
    ahead = [Step(text, "next") for text in _ahead(view)]
    if not done:
        return ahead
    *past, last = done
    return [*past, Step(last.text, _tone(view), last.at, last.note), *ahead]


def tone(view: OrderView) -> str:
    """Of the pill beside the booth's name."""
    if rules.awaits_money(view.order):
        return "wait"
    return {
        rules.PENDING: "wait",
        rules.DELIVERED: "done",
        rules.COMPLETED: "done",
        rules.CANCELLED: "stop",
        rules.LOST: "stop",
        rules.RETURNED: "stop",
        rules.RETURNING: "look",
        rules.DELIVERY_FAILED: "look",
    }.get(view.order.state, "go")


def _tone(view: OrderView) -> str:
    ended = {"stop": "stop", "done": "done"}
    return ended.get(tone(view), "now")


def _step(entry: TrailEntry) -> Step:
    text = {
        "place": _("Đã đặt hàng"),
        "confirm": _("Người bán đã nhận đơn"),
        "pack": _("Đã đóng gói"),
        "hand_over": _("Đã gửi đi"),
        "move": _("Đang trên đường"),
        "deliver": _("Đã giao"),
        "fail": _("Giao chưa được, sẽ giao lại"),
        "turn_back": _("Đang trả về"),
        "return": _("Đã trả về"),
        "lose": _("Thất lạc"),
        "complete": _("Hoàn tất"),
        "cancel": _("Đã huỷ"),
    }[entry.event]
    return Step(text, "done", entry.at, "" if entry.event == "deliver" else entry.note)


def _ahead(view: OrderView) -> list[str]:
    """What is still to come on the straight way."""
    is_fetched = view.order.carrier == rules.PICKUP
    way = [
        (rules.PENDING, _("Người bán nhận đơn")),
        (rules.CONFIRMED, _("Đóng gói xong, mời bạn đến lấy") if is_fetched else _("Đóng gói")),
        (rules.PACKED, _("Bạn nhận hàng") if is_fetched else _("Gửi đi")),
        (rules.HANDED_OVER, _("Giao tới bạn")),
    ]
    if is_fetched:
        way.pop()
    if rules.awaits_money(view.order):
        way.insert(0, (rules.PENDING, _("Bạn chuyển khoản")))
    states = [state for state, _text in way]
    state = rules.HANDED_OVER if view.order.state in rules.UNDERWAY else view.order.state
    if state not in states:
        return []
    return [text for _state, text in way[states.index(state) :]]
