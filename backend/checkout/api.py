"""Quote, placement and purchase as JSON."""

from typing import Any

from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.cart import access as carts
from backend.cart.models import Cart
from backend.checkout import access, selectors, services
from backend.core import idempotency
from backend.core.rest import (
    EmailField,
    Endpoint,
    PhoneField,
    Picture,
    QuerySerializer,
    StrictSerializer,
    StrictString,
)
from backend.orders.rules import Contact, Destination

MOST_BOOTHS = 100
CART_TOKEN = OpenApiParameter(carts.HEADER, str, OpenApiParameter.HEADER)
KEY = OpenApiParameter(
    idempotency.HEADER,
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="Chosen by the caller, 1–255 visible ASCII characters. Sent again with the same "
    "body it gets the stored answer (`Idempotency-Replayed: true`), with another body 422.",
)


class ByBooth(serializers.DictField):
    """A JSON object of texts by booth slug."""

    default_error_messages = {"not_a_dict": _("Phải là một đối tượng JSON.")}

    def __init__(self, *, max_length: int, multiline: bool = False, **kwargs: Any) -> None:
        text = StrictString(max_length=max_length, multiline=multiline, allow_blank=multiline)
        super().__init__(child=text, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            self.fail("not_a_dict", input_type=type(data).__name__)
        if len(data) > MOST_BOOTHS:
            words = _("Tối đa %(most)s gian hàng.") % {"most": MOST_BOOTHS}
            raise serializers.ValidationError(words, code="too_many_items")
        return super().to_internal_value(data)


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string"},
            {"type": "object", "additionalProperties": {"type": "string"}},
        ]
    }
)
class PaymentField(serializers.Field[Any, Any, Any, Any]):
    """One method for all booths, or an object of methods by booth slug."""

    _one = StrictString(max_length=12)
    _each = ByBooth(max_length=12)

    def to_internal_value(self, data: Any) -> Any:
        field = self._each if isinstance(data, dict) else self._one
        return field.run_validation(data)

    def to_representation(self, value: Any) -> Any:
        return value


class AddressBody(StrictSerializer):
    province = StrictString(max_length=2)
    commune = StrictString(max_length=5)
    street = StrictString(max_length=255)


class ContactBody(StrictSerializer):
    name = StrictString(max_length=120)
    phone = PhoneField()
    email = EmailField(required=False, allow_blank=True, default="")


class QuoteBody(StrictSerializer):
    address = AddressBody()


class CheckoutBody(StrictSerializer):
    contact = ContactBody()
    address = AddressBody()
    deliveries = ByBooth(max_length=24, required=False, default=dict)
    payment = PaymentField()
    notes = ByBooth(max_length=500, multiline=True, required=False, default=dict)


class Booth(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()


class Product(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    slug = serializers.CharField()
    url = serializers.CharField()


class LineItem(serializers.Serializer[Any]):
    variant = serializers.IntegerField()
    product = Product()
    variant_name = serializers.CharField()
    unit = serializers.CharField()
    image = Picture(allow_null=True)
    quantity = serializers.IntegerField()
    price_vnd = serializers.IntegerField()
    subtotal_vnd = serializers.IntegerField()


class QuotedLine(LineItem):
    id = serializers.IntegerField(help_text="The cart line's.")


class DeliveryOption(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    fee_vnd = serializers.IntegerField()
    days = serializers.CharField(help_text="From the order to the door: `2–3`, or `1`.")
    detail = serializers.CharField(help_text="Where and when goods are fetched.")


class QuotedOrder(serializers.Serializer[Any]):
    booth = Booth()
    lines = QuotedLine(many=True)
    subtotal_vnd = serializers.IntegerField()
    discount_vnd = serializers.IntegerField()
    options = DeliveryOption(many=True)
    payments = serializers.ListField(child=serializers.CharField())


class Difference(serializers.Serializer[Any]):
    kind = serializers.CharField()
    booth = serializers.CharField(help_text="Its slug.")
    text = serializers.CharField()
    old = serializers.IntegerField(allow_null=True)
    new = serializers.IntegerField(allow_null=True)
    line = serializers.IntegerField(allow_null=True)
    variant = serializers.IntegerField(allow_null=True)


class QuoteAnswer(serializers.Serializer[Any]):
    total_vnd = serializers.IntegerField(help_text="With each booth's first option.")
    orders = QuotedOrder(many=True)
    changes = Difference(many=True)
    expires_at = serializers.DateTimeField()


class OwedBack(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    amount_vnd = serializers.IntegerField()
    due_by = serializers.DateTimeField()
    settled = serializers.CharField()


class PaymentOfOrder(serializers.Serializer[Any]):
    method = serializers.CharField()
    status = serializers.CharField()
    amount_vnd = serializers.IntegerField()
    received_vnd = serializers.IntegerField()
    to_pay_vnd = serializers.IntegerField()
    qr_payload = serializers.CharField(allow_null=True)
    bank_name = serializers.CharField()
    account_number = serializers.CharField()
    account_holder = serializers.CharField()
    memo = serializers.CharField()
    hold_until = serializers.DateTimeField(allow_null=True)
    owed_back = OwedBack(many=True)


class PlacedOrder(serializers.Serializer[Any]):
    code = serializers.CharField()
    booth = Booth()
    subtotal_vnd = serializers.IntegerField()
    discount_vnd = serializers.IntegerField()
    shipping_vnd = serializers.IntegerField()
    total_vnd = serializers.IntegerField()
    status = serializers.CharField()
    payment = PaymentOfOrder()


class PlacedAnswer(serializers.Serializer[Any]):
    code = serializers.CharField()
    url = serializers.CharField()
    access_token = serializers.CharField()
    total_vnd = serializers.IntegerField()
    orders = PlacedOrder(many=True)


class DeliveryOfOrder(serializers.Serializer[Any]):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    days = serializers.CharField()
    waybill = serializers.CharField()
    bus_number = serializers.CharField()
    bus_phone = serializers.CharField()
    arrives_at = serializers.DateTimeField(allow_null=True)
    pickup_code = serializers.CharField()


class MayBuyer(serializers.Serializer[Any]):
    cancel = serializers.BooleanField()
    received = serializers.BooleanField()
    complete = serializers.BooleanField()


class Step(serializers.Serializer[Any]):
    event = serializers.CharField()
    status = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()


class PurchaseOrder(PlacedOrder):
    status_text = serializers.CharField()
    lines = LineItem(many=True)
    delivery = DeliveryOfOrder()
    note = serializers.CharField()
    cancel_reason = serializers.CharField()
    may = MayBuyer()
    trail = Step(many=True)


class ContactAnswer(serializers.Serializer[Any]):
    name = serializers.CharField()
    phone = serializers.CharField()
    email = serializers.CharField()


class AddressAnswer(serializers.Serializer[Any]):
    province = serializers.CharField()
    commune = serializers.CharField()
    street = serializers.CharField()


class PurchaseAnswer(serializers.Serializer[Any]):
    code = serializers.CharField()
    url = serializers.CharField()
    total_vnd = serializers.IntegerField()
    placed_at = serializers.DateTimeField()
    summary = serializers.CharField()
    contact = ContactAnswer()
    address = AddressAnswer()
    orders = PurchaseOrder(many=True)


class Quote(Endpoint):
    public = True

    @extend_schema(parameters=[CART_TOKEN], request=QuoteBody, responses=QuoteAnswer)
    def post(self, request: Request) -> Response:
        address = self.body(QuoteBody)["address"]
        quote = services.quote(
            cart=_cart(request),
            province_code=address["province"],
            commune_code=address["commune"],
            street=address["street"],
        )
        return Response(quote.body)


class Checkout(Endpoint):
    public = True

    @extend_schema(
        parameters=[CART_TOKEN, KEY], request=CheckoutBody, responses={201: PlacedAnswer}
    )
    def post(self, request: Request) -> Response:
        key = idempotency.key_of(request._request)
        wish = self.body(CheckoutBody)
        address = wish["address"]
        services.commune_for(address["commune"], address["province"])
        outcome = services.answer(
            cart=_cart(request),
            key=key,
            contact=Contact(**wish["contact"]),
            address=Destination(address["commune"], address["street"]),
            deliveries=wish["deliveries"],
            payment=wish["payment"],
            notes=wish["notes"],
            user=carts.member(request.user),
            language=get_language() or "vi",
        )
        headers = {idempotency.REPLAYED: "true"} if outcome.replayed else {}
        return Response(outcome.body, status=outcome.status, headers=headers)


class TokenQuery(QuerySerializer):
    k = StrictString(max_length=64, required=False, help_text="A guest's access token.")


class PurchaseDoor(Endpoint):
    public = True
    query = TokenQuery

    @extend_schema(
        parameters=[TokenQuery, OpenApiParameter("code", OpenApiTypes.STR, "path")],
        responses=PurchaseAnswer,
    )
    def get(self, request: Request, code: str) -> Response:
        token = request.headers.get(access.HEADER) or self.params.get("k", "")
        purchase = access.purchase_for(request.user, code, token)
        return Response(selectors.as_json(selectors.purchase_page(purchase)))


def _cart(request: Request) -> Cart | None:
    return carts.cart_of(request._request, request.user)


urlpatterns = [
    path("checkout/quote/", Quote.as_view(), name="api-quote"),
    path("checkout/", Checkout.as_view(), name="api-checkout"),
    path("purchases/<str:code>/", PurchaseDoor.as_view(), name="api-purchase"),
]
