"""A small API and a few pages, as strict as the market's own, to try the kernel on."""

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.response import Response

from backend.core import health, idempotency
from backend.core.errors import Busy, Conflict, FieldError, NotFound
from backend.core.http import private_page, public_page
from backend.core.models import AuditEvent
from backend.core.rest import (
    AddressThrottle,
    DongField,
    DongFilter,
    EmailField,
    Endpoint,
    FlagFilter,
    KeysetPage,
    PageQuery,
    PhoneField,
    QuantityField,
    QuerySerializer,
    SlugField,
    StrictBoolean,
    StrictChoice,
    StrictFilterSet,
    StrictInteger,
    StrictList,
    StrictSerializer,
    StrictString,
    WordFilter,
)
from backend.core.same_origin import same_origin


class Address(StrictSerializer):
    street = StrictString(max_length=20)


class Line(StrictSerializer):
    quantity = QuantityField()


class Goods(StrictSerializer):
    name = StrictString(max_length=20)
    story = StrictString(max_length=100, multiline=True, required=False, allow_blank=True)
    price = DongField(min_value=1_000)
    quantity = QuantityField()
    version = StrictInteger(min_value=0, required=False)
    is_open = StrictBoolean(required=False)
    unit = StrictChoice(choices=["kg", "chai"], required=False)
    phone = PhoneField(required=False)
    email = EmailField(required=False, allow_blank=True)
    slug = SlugField(required=False)
    address = Address(required=False)
    lines = StrictList(child=Line(), required=False)
    code = serializers.CharField(read_only=True)


class GoodsList(Endpoint):
    public = True

    def post(self, request):
        return Response(self.body(Goods), status=201)


class SearchQuery(QuerySerializer):
    q = StrictString(max_length=100, required=False)
    stars = StrictInteger(min_value=1, max_value=5, required=False)
    in_stock = StrictBoolean(required=False)
    ordering = StrictChoice(choices=["newest", "-price"], required=False)


class Search(Endpoint):
    public = True
    query = SearchQuery
    shared_seconds = 60

    def get(self, request):
        return Response(self.params)


class EventFilters(StrictFilterSet):
    booth = WordFilter(field_name="action")
    price_min = DongFilter(field_name="booth_id", lookup_expr="gte")
    own = FlagFilter(field_name="actor_id", lookup_expr="isnull")


EVENTS = KeysetPage("-booth_id", "id", name="events")


class Events(Endpoint):
    public = True
    query = PageQuery
    filters = EventFilters

    def get(self, request):
        rows = self.filtered(AuditEvent.objects.values("id", "booth_id"))
        page = EVENTS.of(rows, **self.params)
        return Response(page.body(request, page.rows))


class Closed(Endpoint):
    def get(self, request):
        return Response({"user": request.user.pk})

    def post(self, request):
        return Response({"user": request.user.pk})


class Open(Endpoint):
    """Open to all, and knows who is signed in."""

    public = True

    def get(self, request):
        return Response({"user": request.user.pk})

    def post(self, request):
        return Response({"user": request.user.pk})


class Rare(AddressThrottle):
    scope = "rare"
    limit = 2


class Throttled(Endpoint):
    public = True
    throttle_classes = [Rare]

    def get(self, request):
        return Response({})


class Failing(Endpoint):
    public = True

    def get(self, request, how):
        match how:
            case "conflict":
                message = "Chỉ còn 3"
                raise Conflict(
                    message,
                    code="insufficient_stock",
                    errors=[FieldError("lines.0", "insufficient_stock", message)],
                    available=3,
                )
            case "missing":
                raise NotFound
            case "busy":
                raise Busy(retry_after=7)
            case "locked":
                raise OperationalError("database is locked") from None
            case _:
                raise ZeroDivisionError


class Once(Endpoint):
    public = True

    def post(self, request):
        key = idempotency.key_of(request)
        body = self.body(Address)
        outcome = idempotency.run_once(
            scope="test",
            key=key,
            fingerprint=idempotency.fingerprint(body),
            action=lambda: (201, {"at": body["street"]}),
        )
        headers = {idempotency.REPLAYED: "true"} if outcome.replayed else {}
        return Response(outcome.body, status=outcome.status, headers=headers)


@public_page
def shelf(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Chợ")


@public_page
def long_shelf(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Chợ Số " * 1_000)


@private_page
def purse(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Ví")


@public_page
@same_origin
def basket(request: HttpRequest) -> HttpResponse:
    return HttpResponse("đã thêm " + request.POST.get("variant", "-"))


urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("ke/", shelf),
    path("en/ke/", shelf),
    path("ke-dai/", long_shelf),
    path("vao/", shelf, name="account_login"),
    path("vi-tien/", purse),
    path("gio/", basket),
    path("api/v1/goods/", GoodsList.as_view()),
    path("api/v1/search/", Search.as_view()),
    path("api/v1/events/", Events.as_view()),
    path("api/v1/closed/", Closed.as_view()),
    path("api/v1/open/", Open.as_view()),
    path("api/v1/throttled/", Throttled.as_view()),
    path("api/v1/once/", Once.as_view()),
    path("api/v1/failing/<str:how>/", Failing.as_view()),
]
