"""One order as a member of the booth works on it: what it is, how it stands, what to do next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from backend.catalogue.rules import picture, product_url
from backend.logistics import selectors as logistics
from backend.logistics.models import Shipment
from backend.orders import access, rules
from backend.orders.access import Buyer
from backend.orders.models import Order, OrderLine, TrailEntry
from backend.payments import rules as payment_rules
from backend.payments import selectors as payments
from backend.payments.selectors import PaymentView
from frontend.formats import phone
from frontend.jinja import local
from frontend.seller.pages import Rights

# What the seller does, the event of the order it is, and the right it takes.
STEPS = {
    "confirm": ("confirm", "orders.confirm"),
    "pack": ("pack", "orders.pack"),
    "ship": ("hand_over", "orders.ship"),
    "deliver": ("deliver", "orders.ship"),
    "lose": ("lose", "orders.ship"),
    "cancel": ("cancel", "orders.cancel"),
}
PARCEL = "P1"

Money = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the timeline; `tone` is done, now, next or stop."""

    text: str
    tone: str
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`may` holds the steps of STEPS that work now for this member; money is only for owners."""

    order: Order
    words: str
    tone: str
    advice: str
    buyer: Buyer
    place: str
    lines: list[dict[str, Any]]
    may: frozenset[str]
    timeline: list[Step]
    shipment: Shipment | None
    is_fetched: bool
    payment: PaymentView | None
    undo_until: datetime | None
    receive: list[Money]
    receive_vnd: int
    collect_vnd: int

    @property
    def phone(self) -> str:
        """As people write it; of an order not yet taken only the beginning and the end."""
        hidden = self.buyer.phone.replace("+84", "0")
        return hidden if self.buyer.is_masked else phone(self.buyer.phone)


def sheet(order: Order, rights: Rights) -> Sheet:
    sees_money = "money.read" in rights
    payment = payments.payment_of(order) if sees_money else None
    view = payments.payment_view(payment) if payment else None
    marked_at = payment.hand_marked_at if payment else None
    received = rules.you_receive(order)
    return Sheet(
        order=order,
        words=rules.for_seller(order),
        tone=tone(order),
        advice=advice(order),
        buyer=access.buyer_of(order),
        place=place(order),
        lines=lines(order.lines.all(), with_prices=sees_money),
        may=may(order, rights),
        timeline=timeline(order, list(order.trail.all())),
        shipment=logistics.shipment_of(order),
        is_fetched=order.carrier == rules.PICKUP,
        payment=view,
        undo_until=marked_at + payment_rules.UNDO_WITHIN if view and view.can_undo and marked_at
        else None,
        receive=_receive(order) if sees_money else [],
        receive_vnd=received.amount_vnd,
        collect_vnd=order.total_vnd if sees_money and rules.is_cash(order) else 0,
    )  # fmt: skip


def may(order: Order, rights: Rights) -> frozenset[str]:
    return frozenset(
        step
        for step, (event, right) in STEPS.items()
        if right in rights and access.may(order, event, rules.SELLER)
    )


def place(order: Order) -> str:
    """The street shows once the order is confirmed."""
    commune = order.purchase.commune
    street = access.buyer_of(order).street
    return ", ".join(filter(None, (street, str(commune), str(commune.province))))


def reference(order: Order) -> str:
    """The parcel's number, as logistics writes it on the shipment."""
    return order.code + PARCEL


def tone(order: Order) -> str:
    if rules.awaits_money(order):
        return "calm"
    return {
        rules.PENDING: "wait",
        rules.CONFIRMED: "wait",
        rules.PACKED: "wait",
        rules.DELIVERY_FAILED: "look",
        rules.RETURNING: "look",
        rules.RETURNED: "look",
        rules.DELIVERED: "done",
        rules.COMPLETED: "done",
        rules.LOST: "stop",
        rules.CANCELLED: "stop",
    }.get(order.state, "go")


def advice(order: Order) -> str:
    """What to do when things went another way than usual."""
    return {
        rules.DELIVERY_FAILED: _("Gọi khách hẹn lại giờ, rồi báo cho bưu tá hoặc nhà xe."),
        rules.RETURNING: _("Hàng đang quay về. Gọi khách hỏi xem có cần gửi lại không."),
        rules.RETURNED: _("Xem hàng còn tốt không, rồi ghi lại số lượng ở trang Sản phẩm."),
        rules.LOST: _("Giữ biên lai gửi hàng, gọi khách và hẹn gửi lại hoặc trả tiền."),
    }.get(order.state, "")


def lines(found: Iterable[OrderLine], *, with_prices: bool) -> list[dict[str, Any]]:
    """For `order_line` of ui/order.html."""
    return [
        {
            "name": line.product_name,
            "url": local(product_url(line.product_slug, line.product_id_then)),
            "variant": line.variant_name,
            "quantity": line.quantity,
            "price_vnd": line.price_vnd if with_prices else None,
            "total_vnd": line.subtotal_vnd if with_prices else None,
            "image": picture(line.image_stem, ""),
        }
        for line in found
    ]


def timeline(order: Order, trail: Sequence[TrailEntry]) -> list[Step]:
    """What was done, by whom, and what is still to come on the straight way."""
    done = [Step(_done(entry), "done", entry.at, _by(entry)) for entry in trail]
    ahead = [Step(text, "next") for text in _ahead(order)]
    if not done:
        return ahead
    *past, last = done
    ended = {"stop": "stop", "done": "done"}.get(tone(order), "now")
    return [*past, Step(last.text, ended, last.at, last.note), *ahead]


def _receive(order: Order) -> list[Money]:
    """The rows above "bạn nhận": what the buyer pays, less what does not stay with the booth."""
    first = next(iter(order.lines.all()), None)
    discount = [(_("Giảm giá"), -order.discount_vnd, "")] if order.discount_vnd else []
    return [
        (_("Tiền hàng"), order.subtotal_vnd, ""),
        *discount,
        (_("Cước khách trả"), order.shipping_vnd, ""),
        (_("Phí của chợ"), -order.fee_vnd, first.fee_rule if first else ""),
        (_("Thuế khấu trừ"), -order.tax_vnd, first.tax_rule if first else ""),
        (_("Cước gửi hàng"), -order.shipping_vnd, _("bạn trả nơi gửi")),
    ]


def _done(entry: TrailEntry) -> str:
    return {
        "place": _("Khách đặt hàng"),
        "confirm": _("Đã nhận đơn"),
        "pack": _("Đã đóng gói"),
        "hand_over": _("Đã gửi đi"),
        "move": _("Đang trên đường"),
        "deliver": _("Khách đã nhận hàng"),
        "fail": _("Giao chưa được"),
        "turn_back": _("Đang trả về"),
        "return": _("Hàng đã về lại gian hàng"),
        "lose": _("Thất lạc"),
        "complete": _("Hoàn tất"),
        "cancel": _("Đã huỷ"),
    }[entry.event]


def _by(entry: TrailEntry) -> str:
    """Who it was, where it was not the booth itself, and what was said."""
    actor = (
        "" if entry.actor == rules.SELLER or entry.event == "place" else entry.get_actor_display()
    )
    return " · ".join(filter(None, (actor, entry.note)))


def _ahead(order: Order) -> list[str]:
    is_fetched = order.carrier == rules.PICKUP
    way = [
        (rules.PENDING, _("Bạn nhận đơn")),
        (rules.CONFIRMED, _("Đóng gói")),
        (rules.PACKED, _("Khách đến lấy, đọc mã nhận hàng") if is_fetched else _("Gửi đi")),
        (rules.HANDED_OVER, _("Khách nhận hàng")),
    ][: 3 if is_fetched else 4]
    states = [state for state, _text in way]
    state = rules.HANDED_OVER if order.state in rules.UNDERWAY else order.state
    if state not in states:
        return []
    ahead = [text for _state, text in way[states.index(state) :]]
    return [_("Khách chuyển khoản"), *ahead] if rules.awaits_money(order) else ahead
