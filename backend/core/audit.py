"""Write down who changed what, in the transaction that changes it."""

from collections.abc import Mapping
from typing import Any, Protocol

from django.db import models

from backend.core import request_id
from backend.core.models import AuditEvent


class Actor(Protocol):
    """A signed-in person; `role` is the hat worn for this action, "" if there is none."""

    pk: Any


def record(
    action: str,
    *,
    subject: models.Model,
    actor: Actor | None = None,
    role: str = "",
    booth_id: int | None = None,
    province_code: str = "",
    diff: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEvent:
    """`diff` is {field: [before, after]}; no personal data and no secret in it.

    No actor means the market itself did it (a task, a partner's message).
    """
    return AuditEvent.objects.create(
        action=action,
        subject_kind=subject._meta.label_lower,
        subject_id=str(subject.pk),
        actor_id=actor.pk if actor else None,
        actor_role=role,
        booth_id=booth_id,
        province_code=province_code,
        diff=dict(diff or {}),
        reason=reason,
        request_id=request_id.current(),
    )
