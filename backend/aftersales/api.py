"""What buyer and booth may still say of an order, as JSON: cancel, received, all is well."""

from collections.abc import Callable
from typing import Any, cast

from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.models import User
from backend.aftersales import services
from backend.booths.access import booth_for
from backend.core.rest import Endpoint, StrictSerializer, StrictString
from backend.logistics import services as logistics
from backend.orders import access, rules
from backend.orders import services as orders
from backend.orders.models import Order
from backend.payments import selectors as payments

TOKEN = OpenApiParameter(
    access.HEADER, str, OpenApiParameter.HEADER, description="A guest's access token."
)


class SellerCancelBody(StrictSerializer):
    reason = StrictString(max_length=300)


class BuyerCancelBody(StrictSerializer):
    reason = StrictString(max_length=300, required=False, allow_blank=True, default="")


class Moved(serializers.Serializer[Any]):
    code = serializers.CharField()
    status = serializers.CharField()
    status_text = serializers.CharField()


class NewPurchase(serializers.Serializer[Any]):
    purchase = serializers.CharField()
    order = serializers.CharField()


class CancelByBooth(Endpoint):
    @extend_schema(request=SellerCancelBody, responses=Moved)
    def post(self, request: Request, booth: str, code: str) -> Response:
        door = booth_for(request.user, booth, can="orders.cancel")
        order = access.order_of_booth(door, code)
        reason = self.body(SellerCancelBody)["reason"]
        services.cancel(order=order, by=rules.SELLER, actor=cast(User, request.user), reason=reason)
        return _moved(order, rules.for_seller)


class SendAnyway(Endpoint):
    """ "Vẫn gửi hàng": late money pays a new order of the same goods, told in the answer."""

    @extend_schema(request=None, responses={201: NewPurchase})
    def post(self, request: Request, booth: str, promise_id: int) -> Response:
        door = booth_for(request.user, booth, can="money.mark")
        promise = payments.refund_of_booth(door, promise_id)
        purchase = services.send_anyway(promise=promise, actor=cast(User, request.user))
        made = purchase.orders.get()
        return Response({"purchase": purchase.code, "order": made.code}, status=201)


class OfPurchase(Endpoint):
    """An action of the buyer: the owner, or a guest with the token in the header."""

    public = True

    def order(self, purchase: str, code: str) -> Order:
        token = self.request.headers.get(access.HEADER, "")
        return access.order_of_purchase(
            access.purchase_for(self.request.user, purchase, token), code
        )

    @property
    def actor(self) -> User | None:
        return self.request.user if self.request.user.is_authenticated else None


class CancelByBuyer(OfPurchase):
    @extend_schema(parameters=[TOKEN], request=BuyerCancelBody, responses=Moved)
    def post(self, request: Request, purchase: str, code: str) -> Response:
        order = self.order(purchase, code)
        reason = self.body_if_any(BuyerCancelBody)["reason"]
        services.cancel(order=order, by=rules.BUYER, actor=self.actor, reason=reason)
        return _moved(order, rules.for_shopper)


class Received(OfPurchase):
    @extend_schema(parameters=[TOKEN], request=None, responses=Moved)
    def post(self, request: Request, purchase: str, code: str) -> Response:
        order = self.order(purchase, code)
        logistics.deliver(order=order, actor=self.actor, by=rules.BUYER)
        return _moved(order, rules.for_shopper)


class Complete(OfPurchase):
    @extend_schema(parameters=[TOKEN], request=None, responses=Moved)
    def post(self, request: Request, purchase: str, code: str) -> Response:
        order = self.order(purchase, code)
        orders.complete(order=order, by=rules.BUYER, actor=self.actor)
        return _moved(order, rules.for_shopper)


def _moved(order: Order, words: Callable[[Order], str]) -> Response:
    return Response({"code": order.code, "status": order.state, "status_text": words(order)})


_BOUGHT = "purchases/<str:purchase>/orders/<str:code>/"

urlpatterns = [
    path(
        "seller/booths/<slug:booth>/orders/<str:code>/cancel/",
        CancelByBooth.as_view(),
        name="api-booth-order-cancel",
    ),
    path(
        "seller/booths/<slug:booth>/refunds/<int:promise_id>/send-anyway/",
        SendAnyway.as_view(),
        name="api-booth-refund-send-anyway",
    ),
    path(f"{_BOUGHT}cancel/", CancelByBuyer.as_view(), name="api-order-cancel"),
    path(f"{_BOUGHT}received/", Received.as_view(), name="api-order-received"),
    path(f"{_BOUGHT}complete/", Complete.as_view(), name="api-order-complete"),
]
