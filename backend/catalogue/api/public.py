"""The goods on sale, for everybody."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.catalogue import rules, selectors
from backend.catalogue.models import Category
from backend.core.errors import FieldError, Invalid
from backend.core.rest import (
    DongField,
    Endpoint,
    PageQuery,
    Picture,
    QuerySerializer,
    SlugField,
    StrictBoolean,
    StrictChoice,
    StrictString,
)
from backend.regions import selectors as regions

SHARED_SECONDS = 60


class CategoryItem(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField(help_text="In the language of the request.")
    parent = serializers.CharField(  # type: ignore[assignment]
        allow_null=True, help_text="The slug of the shelf above."
    )
    url = serializers.CharField()


class CategoryList(serializers.Serializer[Any]):
    results = CategoryItem(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class BoothName(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()


class UnitPrice(serializers.Serializer[Any]):
    vnd = serializers.IntegerField()
    per = serializers.ChoiceField(["kg", "l"])


class ProductItem(serializers.Serializer[Any]):
    """As `selectors.items` make it from one row, without this serializer in between."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField(help_text="Root-relative address of the page.")
    booth = BoothName()
    price_vnd = serializers.IntegerField(help_text="The cheapest sale unit's.")
    unit = serializers.CharField()
    unit_price = UnitPrice(allow_null=True)
    province_code = serializers.CharField(help_text="Of the origin.")
    commune_code = serializers.CharField(help_text="Of the origin.")
    ocop_stars = serializers.IntegerField(allow_null=True, help_text="3 to 5, while they count.")
    in_stock = serializers.BooleanField()
    image = Picture(allow_null=True)


class ProductList(serializers.Serializer[Any]):
    results = ProductItem(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class VariantItem(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    unit = serializers.CharField()
    price_vnd = serializers.IntegerField()
    unit_price = UnitPrice(allow_null=True)
    net_weight_grams = serializers.IntegerField(allow_null=True)
    net_volume_ml = serializers.IntegerField(allow_null=True)
    available = serializers.IntegerField()


class ProductBody(ProductItem):
    summary = serializers.CharField()
    story = serializers.CharField()
    keeping = serializers.CharField()
    category = serializers.CharField(help_text="The slug of its shelf.")
    season_start_month = serializers.IntegerField(allow_null=True)
    season_end_month = serializers.IntegerField(allow_null=True)
    images = Picture(many=True)
    variants = VariantItem(many=True)


class PlaceCode(StrictString):
    """A code of digits."""

    def __init__(self, *, length: int, **kwargs: Any) -> None:
        super().__init__(max_length=length, required=False, **kwargs)


@extend_schema_field({"type": "integer", "enum": list(selectors.STARS)})
class StarsField(StrictChoice):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__([(stars, str(stars)) for stars in selectors.STARS], **kwargs)


class ProductQuery(PageQuery):
    q = StrictString(
        max_length=rules.LONGEST_QUERY,
        required=False,
        allow_blank=True,
        help_text="Words or their beginnings, with or without diacritics; at most 10.",
    )
    category = SlugField(required=False, help_text="A shelf with all below it.")
    province = PlaceCode(length=2, help_text="The code of the province of origin.")
    commune = PlaceCode(length=5, help_text="The code of the commune of origin.")
    stars = StarsField(required=False, help_text="Exactly so many OCOP stars today.")
    price_min = DongField(required=False)
    price_max = DongField(required=False)
    in_stock = StrictBoolean(required=False)
    ordering = StrictChoice(selectors.ORDERINGS, required=False, default="relevance")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("price_min", 0) > attrs.get("price_max", attrs.get("price_min", 0)):
            message = _("Giá thấp nhất lớn hơn giá cao nhất.")
            raise Invalid(
                message,
                code="range",
                errors=[FieldError(name, "range", message) for name in ("price_min", "price_max")],
            )
        return attrs


class Categories(Endpoint):
    """The whole tree on one page, parents before their children."""

    public = True
    query = QuerySerializer
    shared_seconds = SHARED_SECONDS

    @extend_schema(operation_id="list_categories", responses=CategoryList)
    def get(self, request: Request) -> Response:
        tree = selectors.category_tree()
        in_english = get_language() == "en"
        shelves = [shelf for top in tree.top for shelf in (top, *tree.children_of(top))]
        results = [
            {
                "slug": shelf.slug,
                "name": shelf.name_en if in_english else shelf.name,
                "parent": tree.parent_slug(shelf),
                "url": f"/danh-muc/{shelf.slug}/",
            }
            for shelf in shelves
        ]
        return Response({"results": results, "next": None, "previous": None})


class Products(Endpoint):
    public = True
    query = ProductQuery
    shared_seconds = SHARED_SECONDS

    @extend_schema(operation_id="list_products", parameters=[ProductQuery], responses=ProductList)
    def get(self, request: Request) -> Response:
        asked = dict(self.params)
        regions.check_place(asked.get("province"), asked.get("commune"))
        if "category" in asked:
            asked["category"] = _known_category(asked["category"])
        page = selectors.items(selectors.ResultsQuery(**asked))
        return Response(page.body(request._request, page.rows))


class ProductDetail(Endpoint):
    public = True
    shared_seconds = SHARED_SECONDS

    @extend_schema(operation_id="read_product", responses=ProductBody)
    def get(self, request: Request, product_id: int) -> Response:
        shown = selectors.product_page(product_id)
        product = shown.product
        return Response(
            {
                **selectors.item_of(product),
                "summary": product.summary,
                "story": product.story,
                "keeping": product.keeping,
                "category": product.category.slug,
                "season_start_month": product.season_start_month,
                "season_end_month": product.season_end_month,
                "images": shown.pictures,
                "variants": [_variant(variant) for variant in shown.variants],
            }
        )


def _variant(variant: selectors.ShownVariant) -> dict[str, Any]:
    per_unit = variant.unit_price
    return {
        "id": variant.id,
        "name": variant.name,
        "unit": variant.unit,
        "price_vnd": variant.price_vnd,
        "unit_price": {"vnd": per_unit[0], "per": per_unit[1]} if per_unit else None,
        "net_weight_grams": variant.net_weight_grams,
        "net_volume_ml": variant.net_volume_ml,
        "available": variant.available,
    }


def _known_category(slug: str) -> Category:
    category = selectors.category_of(slug)
    if category is None:
        raise Invalid(_("Không có danh mục này."), code="unknown_category", field="category")
    return category
