"""A booth's orders as JSON: the list, one order, confirm and pack."""

from dataclasses import asdict
from typing import Any, cast

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.models import User
from backend.booths.access import booth_for
from backend.catalogue import rules as catalogue
from backend.core.rest import Endpoint, KeysetPage, PageQuery, StrictChoice
from backend.orders import access, rules, selectors, services
from backend.orders.models import Order, OrderLine

TABS = (selectors.ALL, *selectors.TABS)


class LineProduct(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    url = serializers.CharField()


class SellerLine(serializers.Serializer[Any]):
    variant = serializers.IntegerField()
    product = LineProduct()
    variant_name = serializers.CharField()
    unit = serializers.CharField()
    quantity = serializers.IntegerField()
    price_vnd = serializers.IntegerField()
    subtotal_vnd = serializers.IntegerField()


class YouReceive(serializers.Serializer[Any]):
    total_vnd = serializers.IntegerField()
    fee_vnd = serializers.IntegerField()
    tax_vnd = serializers.IntegerField()
    postage_vnd = serializers.IntegerField()
    amount_vnd = serializers.IntegerField()


class PaymentState(serializers.Serializer[Any]):
    method = serializers.CharField()
    status = serializers.CharField()


class SellerDelivery(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    days = serializers.CharField()
    waybill = serializers.CharField()
    weight_grams = serializers.IntegerField()


class Recipient(serializers.Serializer[Any]):
    name = serializers.CharField()
    phone = serializers.CharField(help_text="Partly hidden until the order is confirmed.")
    email = serializers.CharField()
    street = serializers.CharField()
    commune = serializers.CharField()
    province = serializers.CharField()
    is_masked = serializers.BooleanField()


class MaySeller(serializers.Serializer[Any]):
    confirm = serializers.BooleanField()
    pack = serializers.BooleanField()
    ship = serializers.BooleanField()
    deliver = serializers.BooleanField()
    cancel = serializers.BooleanField()


class SellerOrder(serializers.Serializer[Any]):
    code = serializers.CharField()
    status = serializers.CharField()
    status_text = serializers.CharField()
    placed_at = serializers.DateTimeField()
    confirm_by = serializers.DateTimeField(allow_null=True)
    subtotal_vnd = serializers.IntegerField()
    discount_vnd = serializers.IntegerField()
    shipping_vnd = serializers.IntegerField()
    total_vnd = serializers.IntegerField()
    you_receive = YouReceive()
    payment = PaymentState()
    delivery = SellerDelivery()
    recipient = Recipient()
    note = serializers.CharField()
    cancel_reason = serializers.CharField()
    lines = SellerLine(many=True)
    may = MaySeller(help_text="By the order's state; the member's right is asked besides.")


class OrdersQuery(PageQuery):
    tab = StrictChoice(choices=TABS, required=False, default=selectors.ALL)


class OrderList(serializers.Serializer[Any]):
    results = SellerOrder(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class BoothOrders(Endpoint):
    query = OrdersQuery
    order = KeysetPage("-id", name="orders")

    @extend_schema(parameters=[OrdersQuery], responses=OrderList)
    def get(self, request: Request, booth: str) -> Response:
        door = booth_for(request.user, booth, can="orders.read")
        page = self.order.of(
            selectors.orders_of_booth(door, self.params["tab"]),
            cursor=self.params.get("cursor"),
            page_size=self.params["page_size"],
        )
        return Response(page.body(request._request, [seller_order(each) for each in page.rows]))


class BoothOrder(Endpoint):
    @extend_schema(responses=SellerOrder)
    def get(self, request: Request, booth: str, code: str) -> Response:
        door = booth_for(request.user, booth, can="orders.read")
        return Response(seller_order(access.order_of_booth(door, code)))


class Confirm(Endpoint):
    @extend_schema(request=None, responses=SellerOrder)
    def post(self, request: Request, booth: str, code: str) -> Response:
        door = booth_for(request.user, booth, can="orders.confirm")
        order = access.order_of_booth(door, code)
        return Response(seller_order(services.confirm(order=order, actor=cast(User, request.user))))


class Pack(Endpoint):
    @extend_schema(request=None, responses=SellerOrder)
    def post(self, request: Request, booth: str, code: str) -> Response:
        door = booth_for(request.user, booth, can="orders.pack")
        order = access.order_of_booth(door, code)
        return Response(seller_order(services.pack(order=order, actor=cast(User, request.user))))


def seller_order(order: Order) -> dict[str, Any]:
    """`SellerOrder`. The code of an order that is fetched is the buyer's, so it is not told."""
    received = rules.you_receive(order)
    buyer = access.buyer_of(order)
    commune = order.purchase.commune
    events = {"ship": "hand_over"}
    return {
        "code": order.code,
        "status": order.state,
        "status_text": rules.for_seller(order),
        "placed_at": timezone.localtime(order.placed_at),
        "confirm_by": timezone.localtime(order.confirm_by) if order.confirm_by else None,
        "subtotal_vnd": order.subtotal_vnd,
        "discount_vnd": order.discount_vnd,
        "shipping_vnd": order.shipping_vnd,
        "total_vnd": order.total_vnd,
        "you_receive": asdict(received),
        "payment": {"method": order.payment_method, "status": order.payment_status},
        "delivery": {
            "code": order.delivery_code,
            "label": order.delivery_label,
            "days": order.delivery_days,
            "waybill": order.waybill,
            "weight_grams": order.weight_grams,
        },
        "recipient": {**asdict(buyer), "commune": str(commune), "province": str(commune.province)},
        "note": order.note,
        "cancel_reason": order.cancel_reason,
        "lines": [_line(line) for line in order.lines.all()],
        "may": {
            name: access.may(order, events.get(name, name), rules.SELLER)
            for name in ("confirm", "pack", "ship", "deliver", "cancel")
        },
    }


def _line(line: OrderLine) -> dict[str, Any]:
    return {
        "variant": line.variant_id,
        "product": {
            "id": line.product_id_then,
            "name": line.product_name,
            "url": catalogue.product_url(line.product_slug, line.product_id_then),
        },
        "variant_name": line.variant_name,
        "unit": line.unit,
        "quantity": line.quantity,
        "price_vnd": line.price_vnd,
        "subtotal_vnd": line.subtotal_vnd,
    }


_BOOTH = "seller/booths/<slug:booth>/orders/"

urlpatterns = [
    path(_BOOTH, BoothOrders.as_view(), name="api-booth-orders"),
    path(f"{_BOOTH}<str:code>/", BoothOrder.as_view(), name="api-booth-order"),
    path(f"{_BOOTH}<str:code>/confirm/", Confirm.as_view(), name="api-booth-order-confirm"),
    path(f"{_BOOTH}<str:code>/pack/", Pack.as_view(), name="api-booth-order-pack"),
]
