"""Tell the shopper and the booth what happened to an order."""

from collections.abc import Mapping
from typing import Any

from backend.accounts.models import User
from backend.notifications import services as notifications
from backend.orders import rules
from backend.orders.models import Order, Purchase


def announce(*, purchase: Purchase) -> None:
    """A purchase was made. Repeated, it says nothing new."""
    orders = list(purchase.orders.select_related("booth"))
    buyer(
        "order_placed_buyer",
        purchase,
        {"code": purchase.code, "total_vnd": purchase.total_vnd},
        dedupe=purchase.code,
    )
    for order in orders:
        booth("order_placed_seller", order, {"total_vnd": order.total_vnd}, dedupe=order.code)


def paid(order: Order) -> None:
    amount = {"amount_vnd": order.total_vnd}
    buyer("order_paid_buyer", order.purchase, {**_named(order), **amount}, order=order)
    booth("order_paid_seller", order, amount)


def moved(order: Order, event: str, *, by: str, before: str, note: str) -> None:
    if event == "cancel":
        _cancelled(order, by=by, before=before)
        return
    kind = {
        "confirm": "order_confirmed",
        "hand_over": "order_handed_over",
        "deliver": "order_delivered",
    }.get(event)
    if kind is not None and by != rules.BUYER:
        buyer(
            kind,
            order.purchase,
            {**_named(order), "detail": note},
            order=order,
        )


def buyer(
    kind: str,
    purchase: Purchase,
    context: Mapping[str, Any],
    *,
    order: Order | None = None,
    dedupe: str | None = None,
) -> None:
    """To the contact of the purchase, guest or member, with the link that opens it."""
    page = rules.purchase_page(
        purchase.code, language=purchase.language, token=purchase.access_token
    )
    notifications.send(
        kind,
        to_phone=purchase.contact_phone,
        to_email=purchase.contact_email,
        user=purchase.user,
        language=purchase.language,
        context=context,
        link=f"{page}#{order.code}" if order else page,
        dedupe=dedupe,
    )


def booth(
    kind: str, order: Order, context: Mapping[str, Any], *, dedupe: str | None = None
) -> None:
    """To the booth's number and to each of its owners; the same number hears it once."""
    words = {**_named(order), **context}
    page = rules.booth_order_page(order.booth.slug, order.code)
    once = dedupe or f"{order.code} {order.state} {order.payment_status}"
    owners = User.objects.filter(
        memberships__booth=order.booth_id,
        memberships__role="owner",
        memberships__ended_at=None,
    )
    shared: dict[str, Any] = {"booth_id": order.booth_id, "context": words, "link": page}
    for owner in owners:
        notifications.send(kind, user=owner, dedupe=once, **shared)
    notifications.send(kind, to_phone=order.booth.phone, dedupe=once, **shared)


def _cancelled(order: Order, *, by: str, before: str) -> None:
    why = {**_named(order), "reason": order.cancel_reason}
    refused = by == rules.SELLER and before == rules.PENDING
    buyer("order_refused" if refused else "order_cancelled", order.purchase, why, order=order)
    if by != rules.SELLER:
        booth("order_cancelled", order, why)


def _named(order: Order) -> dict[str, Any]:
    return {"code": order.code, "booth": order.booth.name}
