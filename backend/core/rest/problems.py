"""Answer every refusal alike: RFC 9457, with a sentence for the person and the fields."""

import logging
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
)
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from backend.core import request_id
from backend.core.database import is_busy
from backend.core.errors import Busy, DomainError, FieldError, Invalid, NotAllowed, NotFound
from backend.core.rest.renderer import OrjsonRenderer

CONTENT_TYPE = "application/problem+json"

_LONGEST_FIELD = 100

log = logging.getLogger(__name__)


def problem_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER; None lets a true bug become a 500."""
    error = _as_domain_error(exc)
    if error is None:
        return None
    return Response(
        body_of(error), status=error.status, headers=headers_of(error), content_type=CONTENT_TYPE
    )


def as_problem(error: DomainError) -> HttpResponse:
    """The same answer outside of DRF: for the handlers of unknown addresses and of bugs."""
    return HttpResponse(
        OrjsonRenderer().render(body_of(error)),
        status=error.status,
        headers=headers_of(error),
        content_type=CONTENT_TYPE,
    )


def body_of(error: DomainError) -> dict[str, Any]:
    return {
        **error.extra,
        "type": "about:blank",
        "title": title_of(error.status),
        "status": error.status,
        "detail": str(error.message),
        "code": error.code,
        "request_id": request_id.current(),
        "errors": [
            {"field": _safe(each.field), "code": each.code, "message": str(each.message)}
            for each in error.errors
        ],
    }


def headers_of(error: DomainError) -> dict[str, str]:
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, Busy):
        headers["Retry-After"] = str(error.retry_after)
    return headers | getattr(error, "headers", {})


def title_of(status: int) -> str:
    titles = {
        400: _("Yêu cầu chưa đúng"),
        401: _("Cần đăng nhập"),
        403: _("Không được phép"),
        404: _("Không tìm thấy"),
        405: _("Không dùng được cách gọi này"),
        406: _("Không có dạng dữ liệu này"),
        409: _("Không khớp với hiện tại"),
        413: _("Quá lớn"),
        415: _("Không đọc được dạng dữ liệu này"),
        422: _("Không xử lý được"),
        429: _("Quá nhiều yêu cầu"),
        500: _("Lỗi của hệ thống"),
        502: _("Dịch vụ liên kết không trả lời"),
        503: _("Hệ thống đang bận"),
    }
    return titles.get(status) or HTTPStatus(status).phrase


def _safe(field: str) -> str:
    """A field's name as the caller wrote it, short and writable in UTF-8."""
    return field[:_LONGEST_FIELD].encode("utf-8", "replace").decode()


class _Refused(DomainError):
    """A refusal of the framework, told in our words."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(message, code=code)
        self.status = status  # type: ignore[misc]
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def _as_domain_error(exc: Exception) -> DomainError | None:
    match exc:
        case DomainError():
            return exc
        case exceptions.ValidationError():
            return _invalid(exc)
        case exceptions.APIException():
            return _framework(exc)
        case Http404():
            return NotFound()
        case PermissionDenied():
            return NotAllowed()
        case RequestDataTooBig():
            return _Refused(413, "too_large", _("Nội dung gửi lên quá lớn."))
        case TooManyFieldsSent() | SuspiciousOperation():
            return Invalid(code="suspicious")
        case OperationalError() if is_busy(exc):
            return Busy()
    return None


def _framework(exc: exceptions.APIException) -> DomainError:
    match exc:
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            message = _("Bạn cần đăng nhập để tiếp tục.")
            return _Refused(401, "not_authenticated", message, WWW_Authenticate="Session")
        case exceptions.PermissionDenied():
            return _forbidden(exc)
        case exceptions.NotFound():
            return NotFound()
        case exceptions.MethodNotAllowed():
            return _Refused(405, "method_not_allowed", _("Địa chỉ này không nhận cách gọi đó."))
        case exceptions.NotAcceptable():
            return _Refused(406, "not_acceptable", _("Địa chỉ này chỉ trả lời bằng JSON."))
        case exceptions.UnsupportedMediaType():
            message = _("Gửi nội dung bằng application/json, UTF-8.")
            return _Refused(415, "unsupported_media_type", message)
        case exceptions.Throttled():
            wait = str(max(1, int(getattr(exc, "wait", None) or 1)))
            message = _("Bạn thao tác quá nhanh. Chờ một lát rồi thử lại.")
            return _Refused(429, "throttled", message, Retry_After=wait)
    return _Refused(exc.status_code, str(exc.default_code), str(exc.detail))


def _forbidden(exc: exceptions.PermissionDenied) -> DomainError:
    if str(exc.detail).startswith("CSRF"):
        message = _("Trang đã mở quá lâu. Bạn tải lại trang rồi gửi lại.")
        return NotAllowed(message, code="csrf_failed")
    return NotAllowed()


def _invalid(exc: exceptions.ValidationError) -> Invalid:
    errors = list(_field_errors(exc.detail, ""))
    return Invalid(errors[0].message if len(errors) == 1 else None, errors=errors)


def _field_errors(detail: Any, path: str) -> Iterator[FieldError]:
    """Nested details as flat paths: `address.street`, `lines.0.quantity`."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            step = "" if name == "non_field_errors" else str(name)
            yield from _field_errors(inner, ".".join(filter(None, (path, step))))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            if isinstance(inner, dict | list):
                if inner:
                    yield from _field_errors(inner, ".".join(filter(None, (path, str(index)))))
            else:
                yield from _field_errors(inner, path)
    else:
        code = getattr(detail, "code", "invalid")
        if code in ("required", "null"):
            yield FieldError(path, code, _("Chỗ này không được để trống."))
        else:
            yield FieldError(path, code, str(detail))
