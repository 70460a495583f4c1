"""Tell the API's readers once how every refusal looks."""

from collections.abc import Collection
from typing import Any

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction, OpenApiParameter, OpenApiTypes

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "request_id", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    "field": {"type": "string"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}


def document_problems(result: dict[str, Any], **_hook: Any) -> dict[str, Any]:
    """A drf-spectacular hook: every operation may answer with a problem (RFC 9457)."""
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _PROBLEM
    components.setdefault("responses", {})["Problem"] = {
        "description": "Refused; `code` says why, `errors` which fields.",
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }
    for path in result.get("paths", {}).values():
        for operation in path.values():
            if "responses" in operation:
                operation["responses"]["default"] = {"$ref": "#/components/responses/Problem"}
    return result


class EndpointSchema(AutoSchema):
    """Tells the parameters that an Endpoint declares by `query` and `filters`."""

    def get_operation_id(self) -> str:
        """A list and one of its rows are told apart by the cursor a list takes."""
        name = super().get_operation_id()
        return name.removesuffix("_retrieve") + "_list" if "cursor" in self._query() else name

    def get_override_parameters(self) -> list[Any]:
        if self.method != "GET":
            return []
        view: Any = self.view
        filters = view.filters.base_filters if view.filters else {}
        declared = [
            OpenApiParameter(name, _filter_type(each), description=str(each.label or ""))
            for name, each in filters.items()
        ]
        return [*([view.query] if self._query() else []), *declared]

    def _query(self) -> Collection[str]:
        view: Any = self.view
        return view.query().fields if self.method == "GET" and view.query else ()


def _filter_type(declared: Any) -> Any:
    return getattr(declared, "openapi_type", OpenApiTypes.STR)


class PageSessionScheme(SessionScheme):
    target_class = "backend.core.rest.endpoint.PageSession"


class StrictSerializerExtension(OpenApiSerializerExtension):
    """A body takes no field that is not told."""

    target_class = "backend.core.rest.serializers.StrictSerializer"
    match_subclasses = True

    def map_serializer(self, auto_schema: AutoSchema, direction: Direction) -> dict[str, Any]:
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        if direction == "request":
            schema["additionalProperties"] = False
        return schema
