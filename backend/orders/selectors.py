"""Which orders does a booth have to look at, and what belongs to a purchase?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from backend.booths.models import Booth
from backend.core import codes
from backend.orders import rules
from backend.orders.models import Order, Purchase

_READY = Q(payment_method="cod") | Q(payment_status=Order.PaymentStatus.PAID)

# The tabs of the seller's list; one order stands in exactly one of them.
TABS: dict[str, Q] = {
    "new": Q(state=rules.PENDING) & _READY,
    "unpaid": Q(state=rules.PENDING) & ~_READY,
    "packing": Q(state=rules.CONFIRMED),
    "sending": Q(state=rules.PACKED),
    "underway": Q(state__in=[*sorted(rules.UNDERWAY), rules.RETURNING]),
    "done": Q(state__in=[rules.DELIVERED, rules.COMPLETED]),
    "ended": Q(state__in=[rules.CANCELLED, rules.RETURNED, rules.LOST]),
}
ALL = "all"


@dataclass(frozen=True, slots=True)
class Today:
    """What waits for the seller: orders to confirm, to pack, to hand over, and not yet paid."""

    to_confirm: int
    to_pack: int
    to_hand_over: int
    unpaid: int
    underway: int


def orders_of_booth(booth: Booth, tab: str = ALL) -> QuerySet[Order]:
    """For a keyset page on -id."""
    orders = Order.objects.filter(booth=booth)
    if tab != ALL:
        orders = orders.filter(TABS[tab])
    return orders.select_related("purchase__commune__province").prefetch_related("lines")


def tab_counts(booth: Booth) -> dict[str, int]:
    """How many orders stand in each tab: one query."""
    return Order.objects.filter(booth=booth).aggregate(
        **{tab: Count("pk", filter=condition) for tab, condition in TABS.items()}
    )


def today(booth: Booth) -> Today:
    return today_of(tab_counts(booth))


def today_of(counts: Mapping[str, int]) -> Today:
    return Today(
        to_confirm=counts["new"],
        to_pack=counts["packing"],
        to_hand_over=counts["packing"] + counts["sending"],
        unpaid=counts["unpaid"],
        underway=counts["underway"],
    )


def purchases_of(user_id: int) -> QuerySet[Purchase]:
    """A member's purchases, the newest first, with what a list shows of them."""
    return (
        Purchase.objects.filter(user_id=user_id)
        .prefetch_related("orders__booth", "orders__lines")
        .order_by("-id")
    )


def is_code(code: str) -> bool:
    """Written as we write them; anything else is not worth asking the database."""
    return codes.find_codes(code) == [code]


def purchase_by_code(code: str) -> Purchase | None:
    if not is_code(code):
        return None
    return Purchase.objects.select_related("commune__province", "user").filter(code=code).first()


def purchase_of_a_code(typed: str) -> Purchase | None:
    """By its own code or that of one of its orders, as typed by a guest who lost the link."""
    found = codes.find_codes(typed)
    return Purchase.objects.filter(Q(code__in=found) | Q(orders__code__in=found)).first()


def awaiting_money() -> QuerySet[Order]:
    """Pending, to be paid by transfer, not paid in full."""
    return Order.objects.filter(TABS["unpaid"], hold_until__isnull=False)


@dataclass(frozen=True, slots=True)
class Trade:
    """How much was ordered and not cancelled, and from how many communes."""

    orders: int
    communes: int


def trade_since(moment: datetime) -> Trade:
    placed = Order.objects.filter(placed_at__gte=moment).exclude(state=rules.CANCELLED)
    return Trade(
        **placed.aggregate(orders=Count("pk"), communes=Count("booth__commune", distinct=True))
    )
