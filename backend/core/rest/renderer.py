"""Write JSON, quickly, and nothing else."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.utils.functional import Promise
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.utils.mediatypes import media_type_matches


class OrjsonRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "binary"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no JSON value")


class JSONOnly(DefaultContentNegotiation):
    """406 to whoever accepts no JSON; `?format=` is no parameter of ours."""

    def select_renderer(
        self, request: Any, renderers: Any, format_suffix: str | None = None
    ) -> tuple[Any, str]:
        renderer = renderers[0]
        accepted = self.get_accept_list(request)
        if any(media_type_matches(each, renderer.media_type) for each in accepted):
            return renderer, renderer.media_type
        problem = "application/problem+json"
        if any(media_type_matches(each, problem) for each in accepted):
            return renderer, renderer.media_type
        raise NotAcceptable(available_renderers=renderers)
