"""What people read of an order and of a purchase, never the code word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from backend.orders.rules.moves import (
    AT_THE_BOOTH,
    CANCELLED,
    COMPLETED,
    CONFIRMED,
    DELIVERED,
    DELIVERY_FAILED,
    HANDED_OVER,
    IN_TRANSIT,
    LOST,
    PACKED,
    PENDING,
    PICKUP,
    RETURNED,
    RETURNING,
    UNDERWAY,
)


class Standing(Protocol):
    state: str
    payment_method: str
    payment_status: str
    hold_until: datetime | None
    cancel_reason: str
    carrier: str


def is_cash(order: Standing) -> bool:
    return order.payment_method == "cod"


def is_ready_to_confirm(order: Standing) -> bool:
    """The goods are paid for, or will be at the door."""
    return is_cash(order) or order.payment_status == "paid"


def awaits_money(order: Standing) -> bool:
    return order.state == PENDING and not is_ready_to_confirm(order)


@dataclass(frozen=True, slots=True)
class Summary:
    """How a purchase stands, computed from its orders: it stores no state itself."""

    word: str
    unpaid: int
    underway: int
    done: int
    cancelled: int
    orders: int


def summary(orders: Sequence[Standing]) -> Summary:
    """`word` is one of unpaid, waiting, underway, delivered, cancelled, mixed."""
    unpaid = sum(awaits_money(order) for order in orders)
    cancelled = sum(order.state == CANCELLED for order in orders)
    done = sum(order.state in (DELIVERED, COMPLETED) for order in orders)
    underway = sum(order.state in UNDERWAY for order in orders)
    alive = len(orders) - cancelled
    if unpaid:
        word = "unpaid"
    elif not alive:
        word = "cancelled"
    elif done == alive:
        word = "delivered"
    elif underway:
        word = "underway"
    elif any(order.state in AT_THE_BOOTH for order in orders):
        word = "waiting"
    else:
        word = "mixed"
    return Summary(word, unpaid, underway, done, cancelled, len(orders))


def for_shopper(order: Standing) -> str:
    if awaits_money(order):
        if order.hold_until is None:
            return _("Chờ thanh toán")
        return _("Chờ thanh toán, trước %(time)s") % {"time": _clock(order.hold_until)}
    if order.state == PACKED and order.carrier == PICKUP:
        return _("Đã đóng gói, mời bạn đến lấy")
    return {
        PENDING: _("Chờ người bán nhận đơn"),
        CONFIRMED: _("Người bán đã nhận"),
        PACKED: _("Đã đóng gói"),
        DELIVERY_FAILED: _("Giao chưa được, sẽ giao lại"),
    }.get(order.state) or _for_both(order)


def for_seller(order: Standing) -> str:
    if awaits_money(order):
        return _("Chờ khách chuyển khoản")
    if order.state == PACKED and order.carrier == PICKUP:
        return _("Chờ khách đến lấy")
    return {
        PENDING: _("Đơn mới: nhận hay từ chối"),
        CONFIRMED: _("Cần đóng gói"),
        PACKED: _("Cần gửi đi"),
        DELIVERY_FAILED: _("Giao chưa được: gọi khách"),
    }.get(order.state) or _for_both(order)


def _for_both(order: Standing) -> str:
    if order.state == CANCELLED and order.cancel_reason:
        return _("Đã huỷ: %(reason)s") % {"reason": order.cancel_reason}
    return {
        HANDED_OVER: _("Đã gửi đi"),
        IN_TRANSIT: _("Đang trên đường"),
        DELIVERED: _("Đã giao"),
        COMPLETED: _("Hoàn tất"),
        RETURNING: _("Đang trả về"),
        RETURNED: _("Đã trả về"),
        LOST: _("Thất lạc"),
        CANCELLED: _("Đã huỷ"),
    }[order.state]


def _clock(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%H:%M %d/%m")
