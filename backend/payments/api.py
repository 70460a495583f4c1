"""The JSON endpoints of money: the banks' webhooks, and what a seller says of transfers."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.booths.access import booth_for
from backend.core import clock
from backend.core.errors import DomainError, NotFound
from backend.core.rest import AddressThrottle, Endpoint, StrictSerializer, StrictString
from backend.core.rest.renderer import JSONOnly
from backend.orders.access import order_of_booth
from backend.orders.models import Order
from backend.partners.selectors import by_webhook_key
from backend.payments import selectors, services
from backend.payments.contract import Forged, WebhookCall
from backend.payments.feeds import FEEDS
from backend.payments.models import Payment

MAX_WEBHOOK_BYTES = 65_536


class _ForgedCall(DomainError):
    status = 401
    default_code = "forged"


class _TooLarge(DomainError):
    status = 413
    default_code = "too_large"


class WebhookThrottle(AddressThrottle):
    """A feed calls for every booth from the same few addresses."""

    scope = "webhook"
    rate = "3000/min"


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


class _MoneyEndpoint(Endpoint):
    """Behind the door of a booth."""

    def note(self) -> str:
        has_body = bool(self.request.META.get("CONTENT_LENGTH")) and self.request._request.body
        return str(self.body(Note).get("note", "")) if has_body else ""


class Transfers(_MoneyEndpoint):
    @extend_schema(responses=ToLookAtList)
    def get(self, request: Request, slug: str) -> Response:
        booth = booth_for(request.user, slug, "money.read")
        items = selectors.transfers_to_look_at(booth)
        body = {"results": items, "next": None, "previous": None}
        return Response(ToLookAtList(body).data)


class AssignTransfer(_MoneyEndpoint):
    @extend_schema(request=OrderOfTransfer, responses=Standing)
    def post(self, request: Request, slug: str, transfer_id: int) -> Response:
        booth = booth_for(request.user, slug, "money.mark")
        transfer = selectors.transfer_of_booth(booth, transfer_id)
        order = order_of_booth(booth, self.body(OrderOfTransfer)["order"])
        services.assign_transfer(transfer=transfer, order=order, actor=request.user)
        return _standing(order)


class ReturnTransfer(_MoneyEndpoint):
    @extend_schema(request=Note, responses={204: None})
    def post(self, request: Request, slug: str, transfer_id: int) -> Response:
        booth = booth_for(request.user, slug, "money.mark")
        transfer = selectors.transfer_of_booth(booth, transfer_id)
        services.return_transfer(transfer=transfer, actor=request.user, note=self.note())
        return Response(status=204)


class DismissTransfer(_MoneyEndpoint):
    @extend_schema(request=Note, responses={204: None})
    def post(self, request: Request, slug: str, transfer_id: int) -> Response:
        booth = booth_for(request.user, slug, "money.mark")
        transfer = selectors.transfer_of_booth(booth, transfer_id)
        services.dismiss_transfer(transfer=transfer, actor=request.user, note=self.note())
        return Response(status=204)


class ReturnRefund(_MoneyEndpoint):
    @extend_schema(request=Note, responses={204: None})
    def post(self, request: Request, slug: str, promise_id: int) -> Response:
        booth = booth_for(request.user, slug, "money.mark")
        promise = selectors.refund_of_booth(booth, promise_id)
        services.settle_refund(promise=promise, actor=request.user, note=self.note())
        return Response(status=204)


class _MarkEndpoint(_MoneyEndpoint):
    def order(self, request: Request, slug: str, code: str) -> tuple[Order, Payment]:
        booth = booth_for(request.user, slug, "money.mark")
        order = order_of_booth(booth, code)
        return order, selectors.payment_of(order)


class Received(_MarkEndpoint):
    @extend_schema(request=None, responses=Standing)
    def post(self, request: Request, slug: str, code: str) -> Response:
        order, payment = self.order(request, slug, code)
        services.mark_received(payment=payment, actor=request.user)
        return _standing(order)


class UndoReceived(_MarkEndpoint):
    @extend_schema(request=None, responses=Standing)
    def post(self, request: Request, slug: str, code: str) -> Response:
        order, payment = self.order(request, slug, code)
        services.undo_mark(payment=payment, actor=request.user)
        return _standing(order)


class NotSeen(_MarkEndpoint):
    @extend_schema(request=None, responses=Standing)
    def post(self, request: Request, slug: str, code: str) -> Response:
        order, payment = self.order(request, slug, code)
        services.mark_not_seen(payment=payment, actor=request.user)
        return _standing(order)


def _standing(order: Order) -> Response:
    view = selectors.payment_view(selectors.payment_of(order))
    return Response(Standing(view).data)


_BOOTH = "seller/booths/<slug:slug>"

urlpatterns = [
    path("payments/webhooks/<slug:partner>/<str:key>/", FeedWebhook.as_view()),
    path(f"{_BOOTH}/transfers/", Transfers.as_view()),
    path(f"{_BOOTH}/transfers/<int:transfer_id>/assign/", AssignTransfer.as_view()),
    path(f"{_BOOTH}/transfers/<int:transfer_id>/returned/", ReturnTransfer.as_view()),
    path(f"{_BOOTH}/transfers/<int:transfer_id>/not-ours/", DismissTransfer.as_view()),
    path(f"{_BOOTH}/refunds/<int:promise_id>/returned/", ReturnRefund.as_view()),
    path(f"{_BOOTH}/orders/<str:code>/received/", Received.as_view()),
    path(f"{_BOOTH}/orders/<str:code>/undo-received/", UndoReceived.as_view()),
    path(f"{_BOOTH}/orders/<str:code>/not-seen/", NotSeen.as_view()),
]
