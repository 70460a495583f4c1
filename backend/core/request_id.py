"""Which request is being served? Its id goes into logs, problems, audit rows and the answer."""

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponseBase

_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The id of the request or job being served, or "" outside of one."""
    return _current.get()


@contextmanager
def named(request_id: str) -> Iterator[None]:
    token = _current.set(request_id)
    try:
        yield
    finally:
        _current.reset(token)


class RequestIdMiddleware:
    """First in the list. A caller's own id is not taken over: it is not ours to trust."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = secrets.token_hex(8)
        _current.set(request_id)  # kept after the answer, since Django logs refusals last
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class RequestIdFilter(logging.Filter):
    """Give every log record a `request_id`."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current()
        return True
