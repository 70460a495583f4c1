"""Which language is spoken? The path decides: /en/… is English, all else Vietnamese."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

ENGLISH = "en"

_API = "/api/"
_ENGLISH_PATHS = f"/{ENGLISH}/"
_LONGEST_HEADER = 500


class PathLanguageMiddleware:
    """No cookie, no session, and `Vary` only on the API, where Accept-Language decides."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if request.path_info.startswith(_API):
            patch_vary_headers(response, ["Accept-Language"])
        return response


def language_of(request: HttpRequest) -> str:
    if request.path_info.startswith(_API):
        return _accepted(request.headers.get("Accept-Language", ""))
    return ENGLISH if request.path_info.startswith(_ENGLISH_PATHS) else settings.LANGUAGE_CODE


def translated_path(request: HttpRequest) -> str:
    """The same page in the other language, with its query."""
    path = request.get_full_path()
    if path.startswith(_ENGLISH_PATHS):
        return path[len(_ENGLISH_PATHS) - 1 :]
    return f"/{ENGLISH}{path}"


def _accepted(header: str) -> str:
    """English only where it is asked for and preferred; any oddity means Vietnamese."""
    if len(header) > _LONGEST_HEADER:
        return settings.LANGUAGE_CODE
    known = {code for code, _name in settings.LANGUAGES}
    for code, quality in parse_accept_lang_header(header.lower()):
        base = code.partition("-")[0]
        if base in known and quality > 0:
            return base
    return settings.LANGUAGE_CODE
