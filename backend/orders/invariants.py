"""What must hold of purchases, orders, lines and trails at every commit."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, Window
from django.db.models.functions import Coalesce, Lag

from backend.catalogue.models import Reservation
from backend.core.invariants import register
from backend.orders import rules
from backend.orders.models import Order, OrderLine, Purchase, TrailEntry
from backend.orders.services.create import PLACE

HELD, CLAIMED, RELEASED = Reservation.State


@register("orders add up to their purchase", promise="I2")
def orders_make_the_purchase() -> Iterable[str]:
    total = _sum(Order.objects.filter(purchase=OuterRef("pk")), "purchase", "total_vnd")
    wrong = Purchase.objects.annotate(orders_vnd=total).exclude(orders_vnd=F("total_vnd"))
    for code, total_vnd, orders_vnd in wrong.values_list("code", "total_vnd", "orders_vnd"):
        yield f"{code} says {total_vnd}, its orders {orders_vnd}"


@register("lines add up to their order", promise="I2")
def lines_make_the_order() -> Iterable[str]:
    lines = OrderLine.objects.filter(order=OuterRef("pk"))
    names = ("subtotal_vnd", "discount_vnd", "fee_vnd", "tax_vnd")
    orders = Order.objects.annotate(
        **{f"lines_{name}": _sum(lines, "order", name) for name in names}
    )
    for name in names:
        wrong = orders.exclude(**{f"lines_{name}": F(name)})
        for code, own, of_lines in wrong.values_list("code", name, f"lines_{name}"):
            yield f"{code} says {name} {own}, its lines {of_lines}"


@register("every order line is set aside as its order's state asks", promise="I7")
def reservations_follow_orders() -> Iterable[str]:
    asked = {
        HELD: Q(order__state__in=rules.AT_THE_BOOTH),
        RELEASED: Q(order__state=rules.CANCELLED),
        CLAIMED: ~Q(order__state__in=[*rules.AT_THE_BOOTH, rules.CANCELLED]),
    }
    for state, orders in asked.items():
        fitting = Reservation.objects.filter(
            order_line_id=OuterRef("pk"),
            variant=OuterRef("variant"),
            quantity=OuterRef("quantity"),
            state=state,
        )
        wrong = OrderLine.objects.filter(orders, ~Exists(fitting))
        for pk, code, word in wrong.values_list("pk", "order__code", "order__state"):
            yield f"line {pk} of {code} ({word}) has no {state} reservation"


@register("no reservation without its order line", promise="I22")
def reservations_have_a_line() -> Iterable[str]:
    lines = OrderLine.objects.filter(pk=OuterRef("order_line_id"))
    orphans = Reservation.objects.filter(~Exists(lines))
    return (f"reservation {pk}" for pk in orphans.values_list("pk", flat=True))


@register("no purchase without an order, no order without a line", promise="I22")
def nothing_is_empty() -> Iterable[str]:
    yield from Purchase.objects.filter(orders=None).values_list("code", flat=True)
    yield from Order.objects.filter(lines=None).values_list("code", flat=True)


@register("the trail, replayed, ends in the order's state", promise="I12")
def trails_tell_the_state() -> Iterable[str]:
    last = TrailEntry.objects.filter(order=OuterRef("pk")).order_by("-id").values("to_state")[:1]
    wrong = Order.objects.annotate(told=Coalesce(Subquery(last), Value(""))).exclude(
        told=F("state")
    )
    for code, state, told in wrong.values_list("code", "state", "told"):
        yield f"{code} is {state}, its trail says {told}"


@register("each step of a trail begins where the one before ended", promise="I12")
def trails_hang_together() -> Iterable[str]:
    before = Window(Lag("to_state", default=Value("")), partition_by=F("order"), order_by="id")
    broken = TrailEntry.objects.annotate(before=before).exclude(before=F("from_state"))
    for code, event, was, said in broken.values_list(
        "order__code", "event", "before", "from_state"
    ):
        yield f"{code}: {event} begins at {said!r}, the step before ended at {was!r}"


@register("every step of a trail is one of the table", promise="I12")
def trails_follow_the_table() -> Iterable[str]:
    steps = (
        TrailEntry.objects.order_by()
        .values_list("event", "actor", "from_state", "to_state", "order__carrier")
        .distinct()
    )
    for event, actor, before, after, carrier in steps:
        if not _is_of_the_table(event, actor, before, after, carrier):
            yield f"{event} by {actor} from {before!r} to {after!r} ({carrier})"


def _is_of_the_table(event: str, actor: str, before: str, after: str, carrier: str) -> bool:
    if event == PLACE:
        return (before, after) == ("", rules.PENDING)
    if event not in rules.TRANSITIONS or before == after:
        return False
    return rules.next_state(event, actor, before, carrier=carrier) == after


def _sum(rows: QuerySet[Any], by: str, column: str) -> Coalesce:
    total = rows.order_by().values(by).annotate(total=Sum(column)).values("total")
    return Coalesce(Subquery(total), 0)
