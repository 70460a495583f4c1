"""Move an order along the table of rules.TRANSITIONS: one gate, with the trail and the stock."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.catalogue import services as catalogue
from backend.core import clock
from backend.core.errors import Conflict, Invalid
from backend.orders import rules
from backend.orders.models import Order, TrailEntry
from backend.orders.services import tell
from backend.orders.services.columns import lock

MAX_REASON = 300


def confirm(*, order: Order, actor: User | None) -> Order:
    """The seller takes the order; only if it is paid for or paid at the door."""
    return _move(order, "confirm", rules.SELLER, actor)


def pack(*, order: Order, actor: User | None) -> Order:
    return _move(order, "pack", rules.SELLER, actor)


def hand_over(*, order: Order, actor: User | None, by: str = rules.SELLER, note: str = "") -> Order:
    """Called by logistics, which knows with whom the parcel goes."""
    return _move(order, "hand_over", by, actor, note)


def move(*, order: Order, note: str = "") -> Order:
    return _move(order, "move", rules.CARRIER, None, note)


def deliver(*, order: Order, by: str, actor: User | None = None, note: str = "") -> Order:
    """Called by logistics, which also records the cash."""
    return _move(order, "deliver", by, actor, note)


def fail(*, order: Order, note: str = "") -> Order:
    return _move(order, "fail", rules.CARRIER, None, note)


def turn_back(*, order: Order, note: str = "") -> Order:
    return _move(order, "turn_back", rules.CARRIER, None, note)


def come_back(*, order: Order, note: str = "") -> Order:
    """The parcel is back at the booth; counting the goods in again is the seller's work."""
    return _move(order, "return", rules.CARRIER, None, note)


def lose(*, order: Order, by: str, actor: User | None = None, note: str = "") -> Order:
    return _move(order, "lose", by, actor, note)


def complete(*, order: Order, by: str, actor: User | None = None) -> Order:
    return _move(order, "complete", by, actor)


def cancel(*, order: Order, by: str, reason: str, actor: User | None = None) -> Order:
    """Only aftersales calls it: money and parcels have to follow."""
    if not reason.strip():
        raise Invalid(_("Cho biết vì sao huỷ đơn."), code="required", field="reason")
    return _move(order, "cancel", by, actor, reason[:MAX_REASON])


@transaction.atomic
def _move(order: Order, event: str, by: str, actor: User | None, note: str = "") -> Order:
    """The one gate. The target reached already: nothing happens; forbidden: Conflict(wrong_state).

    `order` is brought up to date with what stands in the database.
    """
    before = lock(order).state
    after = rules.next_state(event, by, before, carrier=order.carrier)
    if after is None or (event == "confirm" and not rules.is_ready_to_confirm(order)):
        raise Conflict(_refusal(order, event), code="wrong_state", state=before)
    if after == before:
        return order
    columns = {"state": after, **_stamps(event, by, note)}
    Order.objects.filter(pk=order.pk, state=before).update(**columns)
    for name, value in columns.items():
        setattr(order, name, value)
    TrailEntry.objects.create(
        order=order,
        event=event,
        from_state=before,
        to_state=after,
        actor=by,
        actor_id_then=actor.pk if actor else None,
        note=note[:MAX_REASON],
        at=clock.now(),
    )
    _stock(order, before, after)
    tell.moved(order, event, by=by, before=before, note=note)
    return order


def _stamps(event: str, by: str, note: str) -> dict[str, Any]:
    if event == "cancel":
        return {"cancelled_by": by, "cancel_reason": note}
    column = {
        "confirm": "confirmed_at",
        "hand_over": "handed_over_at",
        "deliver": "delivered_at",
    }.get(event)
    return {column: clock.now()} if column else {}


def _stock(order: Order, before: str, after: str) -> None:
    if after == rules.CANCELLED:
        catalogue.release(order.lines.values_list("pk", flat=True))
    elif rules.claims_stock(before, after):
        lines = list(order.lines.values_list("pk", "product_id_then", "quantity"))
        catalogue.claim([line for line, _product, _quantity in lines])
        for _line, product, quantity in sorted(lines, key=lambda each: each[1]):
            catalogue.add_sold(product, quantity)


def _refusal(order: Order, event: str) -> str:
    if event == "confirm" and order.state == rules.PENDING:
        return _("Khách chưa chuyển khoản xong, chưa nhận đơn được.")
    if event == "cancel" and order.state not in rules.AT_THE_BOOTH:
        return _("Đơn %(code)s không huỷ được nữa: %(state)s.") % _named(order)
    return _("Đơn %(code)s đang ở bước khác: %(state)s. Bạn tải lại trang giúp.") % _named(order)


def _named(order: Order) -> dict[str, str]:
    return {"code": order.code, "state": order.get_state_display().lower()}
