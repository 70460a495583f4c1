"""Was this form sent from our own page? For the few forms on pages that carry no token."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., Any]

CONFIRM_TEMPLATE = "ui/confirm_post.html"

_TOKEN_FIELD = "csrfmiddlewaretoken"  # noqa: S105
_SAFE = ("GET", "HEAD", "OPTIONS")


def same_origin(view: View) -> View:
    """Let a POST through from our own pages; from elsewhere ask the person to confirm first.

    The confirming page gets `action`, `fields` (name, value) and, from Django, the token.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method in _SAFE or _is_ours(request) or _carries_token(request):
            return view(request, *args, **kwargs)
        return _ask(request)

    return csrf_exempt(guarded)


def _is_ours(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _carries_token(request: HttpRequest) -> bool:
    if _TOKEN_FIELD not in request.POST:
        return False
    return CsrfViewMiddleware(_nothing).process_view(request, _nothing, (), {}) is None


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _ask(request: HttpRequest) -> HttpResponse:
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != _TOKEN_FIELD
        for value in values
    ]
    context = {"action": request.get_full_path(), "fields": fields}
    response = render(request, CONFIRM_TEMPLATE, context, status=403)
    response["Cache-Control"] = "no-store"
    return response
