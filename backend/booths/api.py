"""The booths that sell, as JSON."""

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.booths import selectors
from backend.booths.models import Booth
from backend.core.pictures import picture
from backend.core.rest import Endpoint, KeysetPage, PageQuery, Picture, StrictString
from backend.regions import selectors as regions

SHARED_SECONDS = 60


class BoothItem(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    url = serializers.CharField(help_text="Root-relative address of the page.")
    kind = serializers.ChoiceField(Booth.Kind.choices)
    tagline = serializers.CharField()
    province_code = serializers.CharField()
    commune_code = serializers.CharField()
    is_open = serializers.BooleanField(help_text="Not on holiday: takes orders today.")
    image = Picture(allow_null=True)


class BoothList(serializers.Serializer[Any]):
    results = BoothItem(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class BoothBody(BoothItem):
    story = serializers.CharField()
    people = serializers.CharField()
    returns = serializers.CharField()
    prep_days = serializers.IntegerField()
    holiday = serializers.CharField(help_text="A notice in words, or empty.")
    phone = serializers.CharField(allow_null=True, help_text="Null when the booth hides it.")
    answering_hours = serializers.CharField()


class BoothQuery(PageQuery):
    province = StrictString(max_length=2, required=False, help_text="The code of a province.")
    commune = StrictString(max_length=5, required=False, help_text="The code of a commune.")


class Booths(Endpoint):
    """Newly opened first."""

    public = True
    query = BoothQuery
    shared_seconds = SHARED_SECONDS
    order = KeysetPage("-opened_at", "-id", name="booths")

    @extend_schema(operation_id="list_booths", parameters=[BoothQuery], responses=BoothList)
    def get(self, request: Request) -> Response:
        province, commune = self.params.get("province"), self.params.get("commune")
        regions.check_place(province, commune)
        page = self.order.of(
            selectors.public_booths(province_code=province, commune_code=commune),
            cursor=self.params.get("cursor"),
            page_size=self.params["page_size"],
        )
        return Response(page.body(request._request, [_item(booth) for booth in page.rows]))


class BoothDetail(Endpoint):
    public = True
    shared_seconds = SHARED_SECONDS

    @extend_schema(operation_id="read_booth", responses=BoothBody)
    def get(self, request: Request, slug: str) -> Response:
        booth = selectors.public_booth(slug)
        return Response(
            {
                **_item(booth),
                "story": booth.story,
                "people": booth.people,
                "returns": booth.returns,
                "prep_days": booth.prep_days,
                "holiday": selectors.holiday_words(booth),
                "phone": booth.phone if booth.show_phone else None,
                "answering_hours": booth.answering_hours,
            }
        )


def _item(booth: Booth) -> dict[str, Any]:
    return {
        "slug": booth.slug,
        "name": booth.name,
        "url": f"/gian-hang/{booth.slug}/",
        "kind": booth.kind,
        "tagline": booth.tagline,
        "province_code": booth.province_id,
        "commune_code": booth.commune_id,
        "is_open": selectors.is_open(booth),
        "image": picture(booth.cover_stem, booth.cover_alt),
    }


urlpatterns = [
    path("booths/", Booths.as_view(), name="api-booths"),
    path("booths/<slug:slug>/", BoothDetail.as_view(), name="api-booth"),
]
