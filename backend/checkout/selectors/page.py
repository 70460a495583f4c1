"""How does a purchase stand: its orders, their ways, what is paid and what is owed?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from backend.catalogue import rules as catalogue_rules
from backend.logistics.models import Shipment
from backend.orders import access, rules
from backend.orders.models import Order, OrderLine, Purchase, TrailEntry
from backend.payments import selectors as payments
from backend.payments.selectors import PaymentView


@dataclass(frozen=True, slots=True)
class OrderView:
    """One card of the purchase's page."""

    order: Order
    lines: Sequence[OrderLine]
    trail: Sequence[TrailEntry]
    payment: PaymentView
    shipment: Shipment | None
    words: str
    may_cancel: bool
    may_receive: bool
    may_complete: bool


@dataclass(frozen=True, slots=True)
class PurchaseView:
    purchase: Purchase
    orders: Sequence[OrderView]
    summary: rules.Summary


def purchase_page(purchase: Purchase) -> PurchaseView:
    """As many queries for twenty orders as for one."""
    orders = list(
        purchase.orders.select_related("booth").prefetch_related(
            "lines",
            "trail",
            Prefetch("shipments", Shipment.objects.order_by("-pk").prefetch_related("events")),
        )
    )
    paid = {
        view.order_id: view for view in map(payments.payment_view, payments.payments_of(purchase))
    }
    return PurchaseView(
        purchase=purchase,
        orders=[_view(order, paid[order.pk]) for order in orders],
        summary=rules.summary(orders),
    )


def placed(purchase: Purchase) -> dict[str, Any]:
    """The answer to a placement: enough to pay, and to open the page as a guest."""
    paid = payments.views_of(purchase)
    return {
        "code": purchase.code,
        "url": rules.purchase_page(purchase.code, language=purchase.language),
        "access_token": purchase.access_token,
        "total_vnd": purchase.total_vnd,
        "orders": [
            _sums(order, paid[order.pk]) for order in purchase.orders.select_related("booth")
        ],
    }


def as_json(view: PurchaseView) -> dict[str, Any]:
    """The answer of `purchases/{code}/`: the placement's, brought up to date and with details."""
    purchase = view.purchase
    return {
        "code": purchase.code,
        "url": rules.purchase_page(purchase.code, language=purchase.language),
        "total_vnd": purchase.total_vnd,
        "placed_at": timezone.localtime(purchase.placed_at),
        "summary": view.summary.word,
        "contact": {
            "name": purchase.contact_name,
            "phone": purchase.contact_phone,
            "email": purchase.contact_email,
        },
        "address": {
            "province": purchase.commune.province_id,
            "commune": purchase.commune_id,
            "street": purchase.street,
        },
        "orders": [_order_json(each) for each in view.orders],
    }


def _view(order: Order, payment: PaymentView) -> OrderView:
    may = {event: access.may(order, event, rules.BUYER) for event in ("cancel", "deliver")}
    return OrderView(
        order=order,
        lines=list(order.lines.all()),
        trail=list(order.trail.all()),
        payment=payment,
        shipment=next(iter(order.shipments.all()), None),
        words=rules.for_shopper(order),
        may_cancel=may["cancel"],
        may_receive=may["deliver"],
        may_complete=access.may(order, "complete", rules.BUYER),
    )


def _sums(order: Order, payment: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": order.code,
        "booth": {"slug": order.booth.slug, "name": order.booth.name},
        "subtotal_vnd": order.subtotal_vnd,
        "discount_vnd": order.discount_vnd,
        "shipping_vnd": order.shipping_vnd,
        "total_vnd": order.total_vnd,
        "status": order.state,
        "payment": dict(payment),
    }


def _order_json(view: OrderView) -> dict[str, Any]:
    order, shipment = view.order, view.shipment
    return {
        **_sums(order, payments.as_json(view.payment)),
        "status_text": view.words,
        "lines": [line_json(line) for line in view.lines],
        "delivery": {
            "code": order.delivery_code,
            "label": order.delivery_label,
            "days": order.delivery_days,
            "waybill": order.waybill,
            "bus_number": shipment.bus_number if shipment else "",
            "bus_phone": shipment.bus_phone if shipment else "",
            "arrives_at": _local(shipment.arrives_at if shipment else None),
            "pickup_code": order.pickup_code,
        },
        "note": order.note,
        "cancel_reason": order.cancel_reason,
        "may": {
            "cancel": view.may_cancel,
            "received": view.may_receive,
            "complete": view.may_complete,
        },
        "trail": [
            {"event": step.event, "status": step.to_state, "by": step.actor, "at": _local(step.at)}
            for step in view.trail
        ],
    }


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None


def line_json(line: OrderLine) -> dict[str, Any]:
    return {
        "variant": line.variant_id,
        "product": {
            "id": line.product_id_then,
            "name": line.product_name,
            "slug": line.product_slug,
            "url": catalogue_rules.product_url(line.product_slug, line.product_id_then),
        },
        "variant_name": line.variant_name,
        "unit": line.unit,
        "image": catalogue_rules.picture(line.image_stem, line.product_name),
        "quantity": line.quantity,
        "price_vnd": line.price_vnd,
        "subtotal_vnd": line.subtotal_vnd,
    }
