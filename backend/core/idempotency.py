"""Do a thing once per key, however often it is asked for (house B13)."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, OperationalError, connection, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from backend.core.database import is_crowded
from backend.core.errors import BusyTwin, DomainError, Invalid
from backend.core.models import IdempotencyRecord

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
WAIT_SECONDS = 3

_LONGEST_KEY = 255


@dataclass(frozen=True)
class Outcome:
    """What was answered; `replayed` says that it was answered before."""

    status: int
    body: Any
    replayed: bool


class KeyReused(DomainError):
    """The key was used for another request; `record` holds what that one was answered."""

    status = 422
    default_code = "idempotency_key_reused"
    default_message = _("Mã này đã được dùng cho một yêu cầu khác.")

    def __init__(self, record: IdempotencyRecord) -> None:
        super().__init__()
        self.record = record


class _TwinCommitted(Exception):
    pass


def run_once(
    *, scope: str, key: str, fingerprint: str, action: Callable[[], tuple[int, Any]]
) -> Outcome:
    """Run `action` in a transaction and keep its (status, JSON body) if that commits.

    A repeat gets the kept answer. A parallel twin waits for the first one up to WAIT_SECONDS,
    then raises BusyTwin; the same key with another fingerprint raises KeyReused.
    """
    record = _kept(scope, key)
    if record is None:
        try:
            return _first(scope, key, fingerprint, action)
        except _TwinCommitted:
            record = _kept(scope, key)
        except OperationalError as error:
            if is_crowded(error):
                raise BusyTwin from error
            raise
    if record is None:
        raise BusyTwin
    if record.fingerprint != fingerprint:
        raise KeyReused(record)
    return Outcome(record.status, record.body, replayed=True)


def _kept(scope: str, key: str) -> IdempotencyRecord | None:
    return IdempotencyRecord.objects.filter(scope=scope, key=key).first()


def _first(
    scope: str, key: str, fingerprint: str, action: Callable[[], tuple[int, Any]]
) -> Outcome:
    with transaction.atomic(durable=True):
        _wait_at_most(WAIT_SECONDS)
        try:
            with transaction.atomic():
                record = IdempotencyRecord.objects.create(
                    scope=scope, key=key, fingerprint=fingerprint, status=0
                )
        except IntegrityError:
            raise _TwinCommitted from None
        record.status, body = action()
        record.body = json.loads(json.dumps(body, cls=DjangoJSONEncoder))
        record.save(update_fields=["status", "body"])
    return Outcome(record.status, record.body, replayed=False)


def _wait_at_most(seconds: int) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{seconds}s"])


def fingerprint(data: Any) -> str:
    """Equal for equal JSON values, whatever the order of their keys."""
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder)
    return hashlib.sha256(canonical.encode()).hexdigest()


def key_of(request: HttpRequest) -> str:
    """The request's Idempotency-Key: 1 to 255 visible ASCII characters."""
    key = request.headers.get(HEADER, "")
    if not key:
        raise Invalid(
            _("Thiếu mã chống gửi trùng (Idempotency-Key)."),
            code="idempotency_key_missing",
            field=HEADER,
        )
    return checked_key(key)


def checked_key(key: str) -> str:
    if not (0 < len(key) <= _LONGEST_KEY and key.isascii() and key.isprintable()):
        raise Invalid(
            _("Mã chống gửi trùng (Idempotency-Key) chưa đúng."),
            code="idempotency_key_invalid",
            field=HEADER,
        )
    return key
