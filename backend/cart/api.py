"""The cart as JSON, for members and for guests with their token."""

from collections.abc import Mapping
from typing import Any

from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.cart import access, selectors, services
from backend.cart.models import Cart
from backend.cart.selectors import CartView, LineView
from backend.catalogue import rules as catalogue
from backend.core.errors import Invalid, NotFound
from backend.core.rest import (
    Endpoint,
    Picture,
    QuantityField,
    StrictBoolean,
    StrictInteger,
    StrictSerializer,
)

TOKEN = OpenApiParameter(
    access.HEADER,
    str,
    OpenApiParameter.HEADER,
    description="A guest's cart: the `token` of an earlier answer. Goes before the cookie.",
)


class BoothRef(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()


class ProductRef(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    slug = serializers.CharField()
    url = serializers.CharField()


class CartLineItem(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    variant = serializers.IntegerField()
    product = ProductRef()
    variant_name = serializers.CharField()
    unit = serializers.CharField()
    booth = BoothRef()
    image = Picture(allow_null=True)
    quantity = serializers.IntegerField()
    price_vnd = serializers.IntegerField()
    subtotal_vnd = serializers.IntegerField(help_text="Of the units that can be bought now.")
    available = serializers.IntegerField()
    reason = serializers.CharField(help_text="Why it cannot be bought now; empty if it can.")
    is_selected = serializers.BooleanField()
    is_saved_for_later = serializers.BooleanField()


class CartChange(serializers.Serializer[Any]):
    kind = serializers.CharField(
        help_text="price_up, price_down, less_stock, sold_out, unavailable, booth_closed, holiday"
    )
    line = serializers.IntegerField()
    variant = serializers.IntegerField()
    old = serializers.IntegerField()
    new = serializers.IntegerField()
    text = serializers.CharField()


class CartAnswer(serializers.Serializer[Any]):
    token = serializers.CharField()
    count = serializers.IntegerField()
    subtotal_vnd = serializers.IntegerField(help_text="Of the ticked lines, without postage.")
    lines = CartLineItem(many=True)
    changes = CartChange(many=True, help_text="Since the prices were last seen.")


class NewLine(StrictSerializer):
    variant = StrictInteger(min_value=1)
    quantity = QuantityField()


class LineEdit(StrictSerializer):
    quantity = QuantityField(required=False)
    is_selected = StrictBoolean(required=False)
    is_saved_for_later = StrictBoolean(required=False)


class CartEndpoint(Endpoint):
    public = True

    def open(self, *, create: bool = False) -> Cart | None:
        return access.cart_of(self.request._request, self.request.user, create=create)

    def must_open(self) -> Cart:
        cart = self.open()
        if cart is None:
            raise NotFound()
        return cart

    def answer(self, cart: Cart | None, status: int = 200) -> Response:
        token = access.signed_token(cart, self.request._request)
        response = Response({"token": token, **_body(selectors.view(cart))}, status=status)
        if cart is not None and access.HEADER not in self.request.headers:
            access.remember(response, cart)
        return response


class CartDoor(CartEndpoint):
    @extend_schema(parameters=[TOKEN], responses=CartAnswer, operation_id="cart")
    def get(self, request: Request) -> Response:
        return self.answer(self.open())


class Lines(CartEndpoint):
    @extend_schema(parameters=[TOKEN], request=NewLine, responses={201: CartAnswer})
    def post(self, request: Request) -> Response:
        wish = self.body(NewLine)
        cart = self.open(create=True)
        if cart is None:
            raise NotFound()
        services.add_line(cart=cart, variant_id=wish["variant"], quantity=wish["quantity"])
        return self.answer(cart, status=201)


class Line(CartEndpoint):
    @extend_schema(parameters=[TOKEN], request=LineEdit, responses=CartAnswer)
    def patch(self, request: Request, line: int) -> Response:
        edit = self.body(LineEdit)
        if not edit:
            raise Invalid(_("Chưa có gì để sửa."), code="nothing_to_change")
        cart = self.must_open()
        services.edit_line(cart=cart, line_id=line, **edit)
        return self.answer(cart)

    @extend_schema(parameters=[TOKEN], responses=CartAnswer)
    def delete(self, request: Request, line: int) -> Response:
        cart = self.must_open()
        services.remove_line(cart=cart, line_id=line)
        return self.answer(cart)


def _body(view: CartView) -> Mapping[str, Any]:
    return {
        "count": view.count,
        "subtotal_vnd": view.subtotal_vnd,
        "lines": [_line(line) for line in view.lines],
        "changes": [
            {
                "kind": change.kind,
                "line": change.line,
                "variant": change.variant,
                "old": change.old,
                "new": change.new,
                "text": change.text,
            }
            for change in view.changes
        ],
    }


def _line(line: LineView) -> Mapping[str, Any]:
    goods = line.goods
    return {
        "id": line.id,
        "variant": line.variant_id,
        "product": {
            "id": goods.product_id,
            "name": goods.product_name,
            "slug": goods.product_slug,
            "url": goods.product_url,
        },
        "variant_name": goods.variant_name,
        "unit": goods.unit,
        "booth": {"slug": goods.booth_slug, "name": goods.booth_name},
        "image": catalogue.picture(goods.image_stem, goods.image_alt),
        "quantity": line.quantity,
        "price_vnd": goods.price_vnd,
        "subtotal_vnd": line.subtotal_vnd,
        "available": goods.available,
        "reason": goods.reason,
        "is_selected": line.is_selected,
        "is_saved_for_later": line.is_saved_for_later,
    }


urlpatterns = [
    path("cart/", CartDoor.as_view(), name="api-cart"),
    path("cart/lines/", Lines.as_view(), name="api-cart-lines"),
    path("cart/lines/<int:line>/", Line.as_view(), name="api-cart-line"),
]
