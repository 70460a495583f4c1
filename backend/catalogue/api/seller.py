"""The goods of one booth, for those who act for it: every address starts at the booth's door."""

from typing import Any, cast

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.accounts.models import User
from backend.booths.access import booth_for
from backend.catalogue import rules, selectors, services
from backend.catalogue.models import Product, Variant
from backend.core.errors import Invalid
from backend.core.money import MIN_PRICE_VND
from backend.core.rest import (
    DongField,
    Endpoint,
    KeysetPage,
    PageQuery,
    StrictBoolean,
    StrictInteger,
    StrictSerializer,
)


class SellerVariant(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    unit = serializers.CharField()
    price_vnd = serializers.IntegerField()
    on_hand = serializers.IntegerField(help_text="With what is reserved for orders not yet sent.")
    reserved = serializers.IntegerField()
    available = serializers.IntegerField()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


class SellerProduct(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    slug = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField()
    state = serializers.ChoiceField(Product.State.choices)
    is_listed = serializers.BooleanField(help_text="Does the public see it now?")
    in_stock = serializers.BooleanField()
    version = serializers.IntegerField()
    variants = SellerVariant(many=True)


class SellerProductList(serializers.Serializer[Any]):
    results = SellerProduct(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class VariantChange(StrictSerializer):
    """A price, a count or both, with the version that was seen."""

    version = StrictInteger(min_value=1)
    price_vnd = DongField(min_value=MIN_PRICE_VND, required=False)
    on_hand = StrictInteger(min_value=0, max_value=services.MOST_ON_HAND, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.keys() & {"price_vnd", "on_hand"}:
            raise Invalid(_("Gửi giá mới hoặc số lượng mới."), field="price_vnd", code="required")
        return attrs


class SoldOutBody(StrictSerializer):
    undo = StrictBoolean(required=False, default=False)


class BoothProducts(Endpoint):
    query = PageQuery
    order = KeysetPage("-id", name="seller-products")

    @extend_schema(
        operation_id="list_own_products", parameters=[PageQuery], responses=SellerProductList
    )
    def get(self, request: Request, booth: str) -> Response:
        ours = booth_for(request.user, booth, can="products.read")
        page = self.order.of(selectors.products_of_booth(ours), **self.params)
        return Response(page.body(request._request, [_product(each) for each in page.rows]))


class BoothVariant(Endpoint):
    @extend_schema(request=VariantChange, responses=SellerVariant)
    def patch(self, request: Request, booth: str, product_id: int, variant_id: int) -> Response:
        ours = booth_for(request.user, booth, can="products.edit")
        variant = selectors.variant_of_booth(ours, product_id, variant_id)
        change = self.body(VariantChange)
        changed = services.change_variant(variant=variant, actor=cast(User, request.user), **change)
        return Response(_variant(changed))


class SoldOut(Endpoint):
    """Nothing is left to sell of any sale unit; `undo` puts back what this took."""

    @extend_schema(request=SoldOutBody, responses=SellerProduct)
    def post(self, request: Request, booth: str, product_id: int) -> Response:
        ours = booth_for(request.user, booth, can="products.edit")
        product = selectors.product_of_booth(ours, product_id)
        act = services.undo_sold_out if self.body(SoldOutBody)["undo"] else services.mark_sold_out
        act(product=product, actor=cast(User, request.user))
        return Response(_product(selectors.product_of_booth(ours, product_id)))


def _product(product: Product) -> dict[str, Any]:
    return {
        "id": product.pk,
        "slug": product.slug,
        "name": product.name,
        "url": rules.product_url(product.slug, product.pk),
        "state": product.state,
        "is_listed": product.is_listed,
        "in_stock": product.in_stock,
        "version": product.version,
        "variants": [_variant(variant) for variant in product.variants.all()],
    }


def _variant(variant: Variant) -> dict[str, Any]:
    return {
        "id": variant.pk,
        "name": variant.name,
        "unit": variant.unit,
        "price_vnd": variant.price_vnd,
        "on_hand": variant.on_hand,
        "reserved": variant.reserved,
        "available": variant.available,
        "is_active": variant.is_active,
        "version": variant.version,
    }
