"""Errors as pages that say what happened and what to do next; under /api/ as problem JSON."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from backend.core import request_id
from backend.core.database import is_busy
from backend.core.errors import Busy, DomainError, Invalid, NotAllowed, NotFound
from backend.core.rest import as_problem

PAGES = {400, 403, 404, 409, 500, 503}


class DomainErrorPages:
    """Turn a refusal that no view caught into its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError) and is_busy(error):
            error = Busy()
        return answer(request, error) if isinstance(error, DomainError) else None


def answer(request: HttpRequest, error: DomainError) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return as_problem(error)
    told = str(error.message) if error.message is not error.default_message else ""
    response = _page(request, error.status, detail=told)
    if isinstance(error, Busy):
        response["Retry-After"] = str(error.retry_after)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, Invalid())


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, NotAllowed(str(exception)) if str(exception) else NotAllowed())


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, NotFound())


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return as_problem(_Broken())
    return _page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, template="403_csrf")


class _Broken(DomainError):
    """Our own fault, told as little as possible."""

    status = 500
    default_code = "server_error"


def _page(
    request: HttpRequest, status: int, *, detail: str = "", template: str = ""
) -> HttpResponse:
    name = template or str(status if status in PAGES else 500)
    context = {"detail": detail, "request_id": request_id.current() if status >= 500 else ""}
    response = render(request, f"errors/{name}.html", context, status=status, using="pages")
    response["Cache-Control"] = "no-store"
    return response
