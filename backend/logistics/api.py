"""Handing parcels over, as JSON, for a booth."""

from typing import Any, cast

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.models import User
from backend.booths.access import booth_for
from backend.core.rest import Endpoint, PhoneField, StrictChoice, StrictSerializer, StrictString
from backend.logistics import services
from backend.logistics.carriers.manual import WAYS
from backend.logistics.models import Shipment
from backend.orders import rules
from backend.orders.access import order_of_booth


class ShipBody(StrictSerializer):
    way = StrictChoice(choices=WAYS)
    waybill = StrictString(max_length=40, required=False, allow_blank=True, default="")
    bus_number = StrictString(max_length=40, required=False, allow_blank=True, default="")
    bus_phone = PhoneField(required=False, allow_blank=True, default="")
    arrives_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class DeliverBody(StrictSerializer):
    pickup_code = StrictString(
        max_length=6,
        required=False,
        allow_blank=True,
        default="",
        help_text="The buyer's, for goods that are fetched.",
    )


class Parcel(serializers.Serializer[Any]):
    reference = serializers.CharField(help_text="To be written on the box.")
    way = serializers.CharField()
    waybill = serializers.CharField()
    bus_number = serializers.CharField()
    bus_phone = serializers.CharField()
    arrives_at = serializers.DateTimeField(allow_null=True)


class Shipped(serializers.Serializer[Any]):
    code = serializers.CharField()
    status = serializers.CharField()
    status_text = serializers.CharField()
    shipment = Parcel()


class Delivered(serializers.Serializer[Any]):
    code = serializers.CharField()
    status = serializers.CharField()
    status_text = serializers.CharField()


class Ship(Endpoint):
    @extend_schema(request=ShipBody, responses=Shipped)
    def post(self, request: Request, booth: str, code: str) -> Response:
        order = order_of_booth(booth_for(request.user, booth, can="orders.ship"), code)
        shipment = services.ship(order=order, actor=cast(User, request.user), **self.body(ShipBody))
        status = {"code": order.code, "status": order.state, "status_text": rules.for_seller(order)}
        return Response({**status, "shipment": _parcel(shipment)})


class Deliver(Endpoint):
    @extend_schema(request=DeliverBody, responses=Delivered)
    def post(self, request: Request, booth: str, code: str) -> Response:
        order = order_of_booth(booth_for(request.user, booth, can="orders.ship"), code)
        services.deliver(
            order=order, actor=cast(User, request.user), **self.body_if_any(DeliverBody)
        )
        return Response(
            {"code": order.code, "status": order.state, "status_text": rules.for_seller(order)}
        )


def _parcel(shipment: Shipment) -> dict[str, Any]:
    return {
        "reference": shipment.reference,
        "way": shipment.way,
        "waybill": shipment.waybill,
        "bus_number": shipment.bus_number,
        "bus_phone": shipment.bus_phone,
        "arrives_at": timezone.localtime(shipment.arrives_at) if shipment.arrives_at else None,
    }


_ORDER = "seller/booths/<slug:booth>/orders/<str:code>/"

urlpatterns = [
    path(f"{_ORDER}ship/", Ship.as_view(), name="api-booth-order-ship"),
    path(f"{_ORDER}deliver/", Deliver.as_view(), name="api-booth-order-deliver"),
]
