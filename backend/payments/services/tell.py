"""Tell buyer and booth what happened to the money."""

from typing import Any

from backend.booths import selectors as booths
from backend.booths.models import Booth
from backend.notifications import services as notifications
from backend.orders import rules as orders
from backend.orders.models import Order
from backend.payments import rules
from backend.payments.models import BankTransfer, RefundPromise
from backend.payments.services.gate import Held


def short(held: Held) -> None:
    payment = held.payment
    missing_vnd = rules.missing(received_vnd=payment.received_vnd, amount_vnd=payment.amount_vnd)
    _buyer(
        "payment_short",
        held.order,
        f"{payment.pk} {payment.received_vnd}",
        received_vnd=payment.received_vnd,
        missing_vnd=missing_vnd,
    )


def claimed(held: Held) -> None:
    once = f"{held.payment.pk} {held.payment.claimed_at}"
    _booth("transfer_claimed", held.order, once, amount_vnd=held.payment.amount_vnd)


def not_seen(held: Held) -> None:
    _buyer("transfer_not_seen", held.order, f"{held.payment.pk} {held.payment.not_seen_at}")


def owed(promise: RefundPromise, order: Order, *, is_excess: bool) -> None:
    kind = "payment_over" if is_excess else "refund_due"
    values = {"amount_vnd": promise.amount_vnd, "due_by": promise.due_by}
    _buyer(kind, order, f"{promise.pk}", **values)
    _booth("refund_due_seller", order, f"{promise.pk}", reason=promise.reason, **values)


def returned(promise: RefundPromise, order: Order) -> None:
    _buyer("refund_returned", order, f"{promise.pk}", amount_vnd=promise.amount_vnd)


def to_look_at(transfer: BankTransfer) -> None:
    _to_owners(
        "transfer_to_look_at",
        transfer.booth,
        f"transfer {transfer.pk}",
        {"amount_vnd": transfer.amount_vnd},
        rules.transfers_page(transfer.booth.slug),
    )


def _buyer(kind: str, order: Order, once: str, **values: Any) -> None:
    purchase = order.purchase
    page = orders.purchase_page(
        purchase.code, language=purchase.language, token=purchase.access_token
    )
    notifications.send(
        kind,
        to_phone=purchase.contact_phone,
        to_email=purchase.contact_email,
        user=purchase.user,
        language=purchase.language,
        context=_named(order) | values,
        link=f"{page}#{order.code}",
        dedupe=once,
    )


def _booth(kind: str, order: Order, once: str, **values: Any) -> None:
    page = orders.booth_order_page(order.booth.slug, order.code)
    _to_owners(kind, order.booth, once, _named(order) | values, page)


def _to_owners(kind: str, booth: Booth, once: str, values: dict[str, Any], link: str) -> None:
    """To each owner and to the booth's number; the same number hears it once."""
    shared: dict[str, Any] = {
        "booth_id": booth.pk,
        "context": values,
        "link": link,
        "dedupe": once,
    }
    for membership in booths.owners_of(booth):
        notifications.send(kind, user=membership.user, **shared)
    notifications.send(kind, to_phone=booth.phone, **shared)


def _named(order: Order) -> dict[str, Any]:
    return {"code": order.code, "booth": order.booth.name}
