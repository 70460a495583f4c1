"""Read a JSON object as strictly as the market needs it, whatever is sent."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError, UnsupportedMediaType
from rest_framework.parsers import BaseParser
from rest_framework.utils.mediatypes import _MediaType

MAX_DEPTH = 20
_LONGEST_INTEGER = 19


class TooLarge(APIException):
    status_code = 413
    default_code = "too_large"
    default_detail = "too large"


class StrictJSONParser(BaseParser):
    """UTF-8 JSON with an object on top, at most MAX_DEPTH deep, each name once."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        charset = _MediaType(media_type or "").params.get("charset", "utf-8")
        if charset.strip('"').lower() not in ("utf-8", "utf8"):
            raise UnsupportedMediaType(media_type or "")
        return read_object(_body(stream))


def _body(stream: IO[bytes]) -> bytes:
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
    body = stream.read(limit + 1)
    if len(body) > limit:
        raise TooLarge(_("Nội dung gửi lên quá lớn."))
    return body


def read_object(body: bytes) -> dict[str, Any]:
    """Raises ParseError, with nothing of the body in it."""
    try:
        value = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_constant=_no_constant,
        )
    except (ValueError, RecursionError):
        raise ParseError(_("Nội dung gửi lên không phải JSON hợp lệ.")) from None
    if not isinstance(value, dict):
        raise ParseError(_("Nội dung gửi lên phải là một đối tượng JSON."))
    if _deeper_than(value, MAX_DEPTH):
        raise ParseError(_("Nội dung JSON lồng nhau quá sâu."))
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise ValueError("a name appears twice")
    return value


def _integer(digits: str) -> int | float:
    """A number too long for any column becomes a float, which no integer field takes."""
    return int(digits) if len(digits) <= _LONGEST_INTEGER else float(digits)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _deeper_than(value: Any, depth: int) -> bool:
    level = [value]
    for _level in range(depth):
        level = [
            child
            for each in level
            for child in (each.values() if isinstance(each, dict) else each)
            if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True
