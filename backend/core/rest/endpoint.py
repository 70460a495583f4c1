"""The base of every JSON endpoint: closed, strict, and answering only in JSON."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import ParseError
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.core.http import shared
from backend.core.rest.filters import StrictFilterSet
from backend.core.rest.parser import StrictJSONParser
from backend.core.rest.problems import problem_handler
from backend.core.rest.query import strict_query
from backend.core.rest.renderer import JSONOnly, OrjsonRenderer
from backend.core.rest.serializers import QuerySerializer
from backend.core.rest.throttles import AddressThrottle
from backend.core.schema import EndpointSchema

_READING = ("GET", "HEAD")


class PageSession(SessionAuthentication):
    """The session of our own pages; without one the answer is 401, not 403."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class Endpoint(APIView):
    """One method a verb: `get(self, request, …)`, `post(self, request, …)`.

    `public` opens it. `query` (and `filters`, `paged`) name the only parameters a GET takes; they
    are read into `self.params`. `shared_seconds` lets everybody store a public GET's answer.
    """

    public: ClassVar[bool] = False
    query: ClassVar[type[QuerySerializer] | None] = None
    filters: ClassVar[type[StrictFilterSet] | None] = None
    shared_seconds: ClassVar[int] = 0

    renderer_classes = [OrjsonRenderer]
    parser_classes = [StrictJSONParser]
    authentication_classes: Any = [PageSession]
    throttle_classes: Any = [AddressThrottle]
    content_negotiation_class = JSONOnly
    http_method_names = ["get", "head", "post", "put", "patch", "delete"]
    schema = EndpointSchema()

    params: dict[str, Any]

    def get_permissions(self) -> Any:
        permission: BasePermission = AllowAny() if self.public else IsAuthenticated()
        return [permission]

    def get_authenticators(self) -> list[BaseAuthentication]:
        return [each() for each in self.authentication_classes]

    def get_exception_handler(self) -> Any:
        return problem_handler

    def perform_authentication(self, request: Request) -> None:
        """An open endpoint reads the session only when it asks for `request.user`."""
        if not self.public:
            super().perform_authentication(request)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self._read_query(request)

    def body(self, serializer: type[serializers.Serializer[Any]], **context: Any) -> dict[str, Any]:
        """The validated body of this request; an empty one is no JSON object."""
        if not self._has_body():
            raise ParseError(_("Nội dung gửi lên đang trống."))
        reader = serializer(data=self.request.data, context=context)
        reader.is_valid(raise_exception=True)
        return reader.validated_data

    def body_if_any(self, serializer: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        """For a body whose every field may be left out: without one, the fields' defaults."""
        if self._has_body():
            return self.body(serializer)
        reader = serializer(data={})
        reader.is_valid(raise_exception=True)
        return reader.validated_data

    def _has_body(self) -> bool:
        return int(self.request.META.get("CONTENT_LENGTH") or 0) > 0

    def filtered(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that the declared `filters` let through."""
        if self.filters is None:
            raise TypeError("this endpoint declares no filters")
        return self.filters.from_query(self._filter_query, queryset).narrowed()

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        if self._may_be_shared(request, response):
            response.add_post_render_callback(
                lambda done: shared(request._request, done, self.shared_seconds)
            )
        elif not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True)
        return response

    def _may_be_shared(self, request: Request, response: Response) -> bool:
        return bool(
            self.public
            and self.shared_seconds
            and request.method in _READING
            and response.status_code == 200
        )

    def _read_query(self, request: Request) -> None:
        query = strict_query(request._request)
        reading = request.method in _READING
        names = set(self.filters.base_filters) if reading and self.filters else set()
        self._filter_query = {name: query[name] for name in query if name in names}
        rest = {name: query[name] for name in query if name not in names}
        reader = (self.query if reading and self.query else QuerySerializer)(data=rest)
        reader.is_valid(raise_exception=True)
        self.params = reader.validated_data
