"""The JSON endpoints of money: the banks' webhooks, and what a seller says of transfers."""

from collections.abc import Callable
from typing import Any, ClassVar, cast

from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.models import User
from backend.booths.access import booth_for
from backend.booths.models import Booth
from backend.core import clock
from backend.core.errors import DomainError, NotFound
from backend.core.rest import AddressThrottle, Endpoint, StrictSerializer, StrictString
from backend.core.rest.renderer import JSONOnly
from backend.orders import access
from backend.orders.models import Order
from backend.partners.selectors import by_webhook_key
from backend.payments import selectors, services
from backend.payments.contract import Forged, WebhookCall
from backend.payments.feeds import FEEDS
from backend.payments.models import Payment

MAX_WEBHOOK_BYTES = 65_536
TOKEN = OpenApiParameter(
    access.HEADER, str, OpenApiParameter.HEADER, description="A guest's access token."
)


class _ForgedCall(DomainError):
    status = 401
    default_code = "forged"
    default_message = _("Chữ ký của cuộc gọi này không đúng.")


class _TooLarge(DomainError):
    status = 413
    default_code = "too_large"
    default_message = _("Nội dung gửi lên quá lớn.")


class WebhookThrottle(AddressThrottle):
    """A feed calls for every booth from the same few addresses."""

    scope = "webhook"
    limit = 3_000


class _AnyAccept(JSONOnly):
    """A partner is answered in its own form, whatever it says it accepts."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class FeedWebhook(Endpoint):
    """A bank feed tells of money. The signature is the only credential; nothing is parsed here."""

    public = True
    authentication_classes: Any = []
    throttle_classes: Any = [WebhookThrottle]
    content_negotiation_class = _AnyAccept

    @extend_schema(request=dict, responses={200: dict})
    def post(self, request: Request, partner: str, key: str) -> Response:
        if partner not in FEEDS:
            raise NotFound()
        account = by_webhook_key(partner, key)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > MAX_WEBHOOK_BYTES:
            raise _TooLarge()
        call = WebhookCall(
            method=request.method or "",
            path=request.path,
            query=request.GET.dict(),
            headers={name.lower(): value for name, value in request.headers.items()},
            body=request._request.body,
            received_at=clock.now(),
        )
        try:
            reply = services.receive(account=account, call=call)
        except Forged:
            raise _ForgedCall() from None
        return Response(reply.body, status=reply.status)


class ToLookAtItem(serializers.Serializer[Any]):
    about = serializers.CharField()
    id = serializers.IntegerField()
    kind = serializers.CharField()
    words = serializers.CharField()
    amount_vnd = serializers.IntegerField()
    at = serializers.DateTimeField()
    content = serializers.CharField()
    order_code = serializers.CharField()
    due_by = serializers.DateTimeField(allow_null=True)
    is_being_tried = serializers.BooleanField()
    steps = serializers.ListField(child=serializers.CharField())


class ToLookAtList(serializers.Serializer[Any]):
    results = ToLookAtItem(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class OrderOfTransfer(StrictSerializer):
    order = StrictString(max_length=12)


class Note(StrictSerializer):
    note = StrictString(max_length=300, required=False, allow_blank=True)


class Standing(serializers.Serializer[Any]):
    """How the payment of an order stands now."""

    method = serializers.CharField()
    status = serializers.CharField()
    amount_vnd = serializers.IntegerField()
    received_vnd = serializers.IntegerField()
    to_pay_vnd = serializers.IntegerField()
    qr_payload = serializers.CharField(allow_null=True)


class BoothMoney(Endpoint):
    """Behind the door of a booth."""

    def booth(self, slug: str, can: str = "money.mark") -> Booth:
        return booth_for(self.request.user, slug, can=can)

    @property
    def actor(self) -> User:
        """The member the door let through."""
        return cast(User, self.request.user)

    def note(self) -> str:
        """A body is not needed; when there is one it is read strictly."""
        has_body = self.request.META.get("CONTENT_LENGTH") and self.request._request.body
        return str(self.body(Note).get("note", "")) if has_body else ""


class Transfers(BoothMoney):
    @extend_schema(responses=ToLookAtList)
    def get(self, request: Request, booth: str) -> Response:
        items = selectors.transfers_to_look_at(self.booth(booth, "money.read"))
        body = {"results": items, "next": None, "previous": None}
        return Response(ToLookAtList(body).data)


class AssignTransfer(BoothMoney):
    @extend_schema(request=OrderOfTransfer, responses=Standing)
    def post(self, request: Request, booth: str, transfer_id: int) -> Response:
        door = self.booth(booth)
        transfer = selectors.transfer_of_booth(door, transfer_id)
        order = access.order_of_booth(door, self.body(OrderOfTransfer)["order"])
        services.assign_transfer(transfer=transfer, order=order, actor=self.actor)
        return _standing(order)


class ReturnTransfer(BoothMoney):
    @extend_schema(request=Note, responses={204: None})
    def post(self, request: Request, booth: str, transfer_id: int) -> Response:
        transfer = selectors.transfer_of_booth(self.booth(booth), transfer_id)
        services.return_transfer(transfer=transfer, actor=self.actor, note=self.note())
        return Response(status=204)


class DismissTransfer(BoothMoney):
    @extend_schema(request=Note, responses={204: None})
    def post(self, request: Request, booth: str, transfer_id: int) -> Response:
        transfer = selectors.transfer_of_booth(self.booth(booth), transfer_id)
        services.dismiss_transfer(transfer=transfer, actor=self.actor, note=self.note())
        return Response(status=204)


class ReturnRefund(BoothMoney):
    @extend_schema(request=Note, responses={204: None})
    def post(self, request: Request, booth: str, promise_id: int) -> Response:
        promise = selectors.refund_of_booth(self.booth(booth), promise_id)
        services.settle_refund(promise=promise, actor=self.actor, note=self.note())
        return Response(status=204)


class Mark(BoothMoney):
    """One of the seller's words about the payment of an order."""

    say: ClassVar[Callable[..., Payment]]

    @extend_schema(request=None, responses=Standing)
    def post(self, request: Request, booth: str, code: str) -> Response:
        order = access.order_of_booth(self.booth(booth), code)
        type(self).say(payment=selectors.payment_of(order), actor=self.actor)
        return _standing(order)


class Received(Mark):
    say = staticmethod(services.mark_received)


class UndoReceived(Mark):
    say = staticmethod(services.undo_mark)


class NotSeen(Mark):
    say = staticmethod(services.mark_not_seen)


class OfPurchase(Endpoint):
    """A word of the buyer: the owner, or a guest with the token in the header."""

    public = True

    def order(self, purchase: str, code: str) -> Order:
        token = self.request.headers.get(access.HEADER, "")
        door = access.purchase_for(self.request.user, purchase, token)
        return access.order_of_purchase(door, code)

    @property
    def actor(self) -> User | None:
        return self.request.user if self.request.user.is_authenticated else None


class Sent(OfPurchase):
    """ "Tôi đã chuyển": tells the seller, pays nothing."""

    @extend_schema(parameters=[TOKEN], request=None, responses=Standing)
    def post(self, request: Request, purchase: str, code: str) -> Response:
        order = self.order(purchase, code)
        services.claim_sent(payment=selectors.payment_of(order), actor=self.actor)
        return _standing(order)


class Cash(OfPurchase):
    """Pay at the door instead."""

    @extend_schema(parameters=[TOKEN], request=None, responses=Standing)
    def post(self, request: Request, purchase: str, code: str) -> Response:
        order = self.order(purchase, code)
        services.switch_to_cash(order=order, actor=self.actor)
        return _standing(order)


def _standing(order: Order) -> Response:
    view = selectors.payment_view(selectors.payment_of(order))
    return Response(Standing(view).data)


_BOOTH = "seller/booths/<slug:booth>"
_BOUGHT = "purchases/<str:purchase>/orders/<str:code>"

urlpatterns = [
    path(
        "payments/webhooks/<slug:partner>/<str:key>/",
        FeedWebhook.as_view(),
        name="api-feed-webhook",
    ),
    path(f"{_BOOTH}/transfers/", Transfers.as_view(), name="api-booth-transfers"),
    path(
        f"{_BOOTH}/transfers/<int:transfer_id>/assign/",
        AssignTransfer.as_view(),
        name="api-booth-transfer-assign",
    ),
    path(
        f"{_BOOTH}/transfers/<int:transfer_id>/returned/",
        ReturnTransfer.as_view(),
        name="api-booth-transfer-returned",
    ),
    path(
        f"{_BOOTH}/transfers/<int:transfer_id>/not-ours/",
        DismissTransfer.as_view(),
        name="api-booth-transfer-not-ours",
    ),
    path(
        f"{_BOOTH}/refunds/<int:promise_id>/returned/",
        ReturnRefund.as_view(),
        name="api-booth-refund-returned",
    ),
    path(
        f"{_BOOTH}/orders/<str:code>/received/", Received.as_view(), name="api-booth-order-received"
    ),
    path(
        f"{_BOOTH}/orders/<str:code>/undo-received/",
        UndoReceived.as_view(),
        name="api-booth-order-undo-received",
    ),
    path(
        f"{_BOOTH}/orders/<str:code>/not-seen/", NotSeen.as_view(), name="api-booth-order-not-seen"
    ),
    path(f"{_BOUGHT}/sent/", Sent.as_view(), name="api-order-sent"),
    path(f"{_BOUGHT}/cash/", Cash.as_view(), name="api-order-cash"),
]
