"""What may go wrong by the rules of the market, said so that a page and the API can both answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with one field; `field` is a path such as `address.street`."""

    field: str
    code: str
    message: Text


class DomainError(Exception):
    """A refusal with a sentence for the person; `extra` goes into the problem body as it is.

    `field` alone is short for one FieldError with the same code and message.
    """

    status: ClassVar[int] = 400
    default_code: ClassVar[str] = "invalid"
    default_message: ClassVar[Text] = _("Có chỗ chưa đúng. Bạn xem lại giúp.")

    def __init__(
        self,
        message: Text | None = None,
        *,
        code: str | None = None,
        field: str | None = None,
        errors: Sequence[FieldError] | None = None,
        **extra: Any,
    ) -> None:
        self.message: Text = self.default_message if message is None else message
        self.code = code or self.default_code
        self.errors = list(errors or ())
        if field is not None:
            self.errors.append(FieldError(field, self.code, self.message))
        self.extra = extra
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class Invalid(DomainError):
    """What was sent is wrong; sent again it will be wrong again."""


class NotFound(DomainError):
    """It does not exist, or not for this person: both answer alike."""

    status = 404
    default_code = "not_found"
    default_message = _("Không tìm thấy nội dung này.")


class NotAllowed(DomainError):
    """A member without the right to do this."""

    status = 403
    default_code = "not_allowed"
    default_message = _("Bạn chưa được giao quyền làm việc này.")


class Conflict(DomainError):
    """The state of things forbids it now; nothing was changed."""

    status = 409
    default_code = "conflict"
    default_message = _("Thông tin vừa thay đổi. Bạn tải lại trang rồi thử lại.")


class PartnerFailed(DomainError):
    """A bank, carrier or other partner did not answer as agreed."""

    status = 502
    default_code = "partner_failed"
    default_message = _("Dịch vụ liên kết chưa trả lời. Bạn thử lại sau ít phút.")


class OurFault(DomainError):
    """A bug or a broken machine: nothing the person can mend."""

    status = 500
    default_code = "server_error"
    default_message = _("Hệ thống gặp lỗi, không phải do bạn. Bạn thử lại sau ít phút.")


class Busy(DomainError):
    """Too much is going on at once; the same request may be sent again after `retry_after` s."""

    status = 503
    default_code = "busy"
    default_message = _("Hệ thống đang bận. Bạn thử lại sau giây lát.")

    def __init__(
        self,
        message: Text | None = None,
        *,
        code: str | None = None,
        retry_after: int = 2,
        **extra: Any,
    ) -> None:
        super().__init__(message, code=code, **extra)
        self.retry_after = retry_after


class BusyTwin(Busy):
    """The same thing is being done by another request of this person at this moment."""

    status = 409
    default_code = "in_progress"
    default_message = _("Yêu cầu này đang được xử lý. Bạn chờ giây lát.")
