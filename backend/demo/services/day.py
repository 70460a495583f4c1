"""A day goes by in the demo: the clock moves on, parcels travel, deadlines fall due."""

from collections.abc import Callable

from backend.aftersales import services as aftersales
from backend.core import clock, queue
from backend.curation import services as curation
from backend.logistics import services as logistics
from backend.orders import services as orders
from backend.orders.models import Order


def pass_a_day() -> int:
    """Move the market on by one day; return how many days have passed in all."""
    travelling = {state: _in(state) for state in ("in_transit", "handed_over", "delivery_failed")}
    passed = clock.shift_days(1)
    for state, found in travelling.items():
        for order in found:
            TRAVEL[state](order)
    aftersales.expire_unpaid()
    aftersales.refuse_unconfirmed()
    aftersales.complete_delivered()
    aftersales.remind_unpaid()
    curation.end_recognitions()
    queue.run_due()
    return passed


def _in(state: str) -> list[Order]:
    return list(Order.objects.filter(state=state).select_related("booth", "purchase"))


TRAVEL: dict[str, Callable[[Order], object]] = {
    "in_transit": lambda order: logistics.deliver(order=order, actor=None, by="carrier"),
    "handed_over": lambda order: orders.move(order=order),
    "delivery_failed": lambda order: orders.move(order=order, note="Giao lại lần hai"),
}
