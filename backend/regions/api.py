"""Provinces and communes as JSON, for address forms and for whoever builds on the market."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.core.errors import Invalid
from backend.core.rest import Endpoint, KeysetPage, Page, PageQuery, StrictString
from backend.regions import selectors
from backend.regions.models import Commune, Province

SHARED_SECONDS = 3600


class ProvinceItem(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="Two digits, leading zeros count.")
    name = serializers.CharField()
    kind = serializers.ChoiceField(Province.Kind.choices)


class ProvinceList(serializers.Serializer[Any]):
    results = ProvinceItem(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class Provinces(Endpoint):
    public = True
    query = PageQuery
    shared_seconds = SHARED_SECONDS
    order = KeysetPage("code", name="provinces")

    @extend_schema(parameters=[PageQuery], responses=ProvinceList)
    def get(self, request: Request) -> Response:
        page = self.order.of(Province.objects.all(), **self.params)
        items = [{"code": p.code, "name": p.name, "kind": p.kind} for p in page.rows]
        return Response(page.body(request._request, items))


class CommuneItem(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="Five digits, leading zeros count.")
    name = serializers.CharField()
    kind = serializers.ChoiceField(Commune.Kind.choices)
    province_code = serializers.CharField()
    formerly = serializers.ListField(
        child=serializers.CharField(),
        max_length=selectors.FORMER_NAMES_SHOWN,
        help_text="What it was before July 2025: `xã Hoằng Phụ, huyện Hoằng Hóa`.",
    )


class CommuneList(serializers.Serializer[Any]):
    results = CommuneItem(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class CommuneQuery(PageQuery):
    province = StrictString(max_length=2, required=False, help_text="The code of a province.")
    q = StrictString(
        max_length=100,
        required=False,
        allow_blank=True,
        help_text="A name or its beginning, with or without diacritics, of today or before 2025.",
    )


class Communes(Endpoint):
    """All communes by code; with `q` the best fits alone, on one page."""

    public = True
    query = CommuneQuery
    shared_seconds = SHARED_SECONDS
    order = KeysetPage("code", name="communes")

    @extend_schema(parameters=[CommuneQuery], responses=CommuneList)
    def get(self, request: Request) -> Response:
        province, typed = self.params.get("province"), self.params.get("q", "")
        selectors.check_place(province, None)
        page = self._found(province, typed) if typed else self._listed(province)
        items = [
            {
                "code": hit.commune.code,
                "name": hit.commune.name,
                "kind": hit.commune.kind,
                "province_code": hit.commune.province_id,
                "formerly": hit.formerly,
            }
            for hit in page.rows
        ]
        return Response(page.body(request._request, items))

    def _found(self, province: str | None, typed: str) -> Page:
        if "cursor" in self.params:
            raise Invalid(_("Kết quả tìm chỉ có một trang."), code="invalid_cursor", field="cursor")
        hits = selectors.search_communes(province, typed, limit=self.params["page_size"])
        return Page(hits, next=None, previous=None)

    def _listed(self, province: str | None) -> Page:
        communes = Commune.objects.filter(effective_to=None)
        if province is not None:
            communes = communes.filter(province_id=province)
        page = self.order.of(
            communes, cursor=self.params.get("cursor"), page_size=self.params["page_size"]
        )
        hits = [selectors.CommuneHit(each, selectors.formerly(each)) for each in page.rows]
        return Page(hits, page.next, page.previous)


urlpatterns = [
    path("provinces/", Provinces.as_view(), name="api-provinces"),
    path("communes/", Communes.as_view(), name="api-communes"),
]
