"""How may a page be stored on its way: by everybody, or by nobody?"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
)
from django.utils.text import compress_string

View = Callable[..., Any]

PUBLIC_SECONDS = 60
PACK_FROM = 600  # bytes; below, packing costs more than it saves


def public_page(view: View) -> View:
    """A page that is the same for everybody: open, with an ETag, stored for a minute.

    It must touch neither session nor cookie nor CSRF token.
    """

    @wraps(view)
    def show(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = view(request, *args, **kwargs)
        if request.method in ("GET", "HEAD") and response.status_code == 200:
            return shared(request, response)
        return response

    return login_not_required(show)


def private_page(view: View) -> View:
    """A page for one person: nobody stores it, no other site learns its address."""

    @wraps(view)
    def show(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = view(request, *args, **kwargs)
        patch_cache_control(response, no_store=True, private=True)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        return response

    return show


def shared(request: HttpRequest, response: HttpResponse, max_age: int = PUBLIC_SECONDS) -> Any:
    """Let everybody store the response; answer 304 to one who has it."""
    patch_cache_control(response, public=True, max_age=max_age)
    digest = hashlib.blake2b(response.content, digest_size=12).hexdigest()
    response["ETag"] = f'W/"{digest}"'
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    return _packed(request, answer) if answer is response else answer


def _packed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Gzipped for who takes it; safe here, since what everybody may read keeps no secret."""
    patch_vary_headers(response, ["Accept-Encoding"])
    if len(response.content) > PACK_FROM and "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = compress_string(response.content)
        response["Content-Length"] = str(len(response.content))
        response["Content-Encoding"] = "gzip"
    return response


class ClosedByDefault(LoginRequiredMiddleware):
    """Every page asks for a sign-in unless marked `login_not_required`.

    Django's own reads the session of a marked page too, which would make it vary by cookie.
    """

    def process_view(
        self, request: HttpRequest, view_func: View, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class UnstoredByDefault:
    """Middleware: what nobody declared storable is stored by nobody, a 404 included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, no_store=True, private=True)
        return response


def client_address(request: HttpRequest) -> str:
    """Who called, counting back the proxies we run ourselves; what a caller claims is not read."""
    proxies: int = settings.TRUSTED_PROXIES
    if not proxies:
        return request.META.get("REMOTE_ADDR", "")
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return hops[-min(proxies, len(hops))].strip() or request.META.get("REMOTE_ADDR", "")
