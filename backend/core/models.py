"""What the kernel stores: work for later, answers already given, and who changed what."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from backend.core import clock


class Job(models.Model):
    """A piece of work for later, written in the transaction that wants it done."""

    name = models.CharField(max_length=100)
    payload = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    key = models.CharField(max_length=200, unique=True, null=True)
    created_at = models.DateTimeField(default=clock.now)
    run_after = models.DateTimeField(default=clock.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["run_after", "id"],
                condition=Q(finished_at=None, failed_at=None),
                name="core_job_open",
            ),
            models.Index(
                fields=["failed_at"], condition=Q(failed_at__isnull=False), name="core_job_dead"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(failed_at=None), name="core_job_one_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class IdempotencyRecord(models.Model):
    """An answer that was committed under a key, to be given again to a repeat."""

    scope = models.CharField(max_length=100)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField(encoder=DjangoJSONEncoder, null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "key"], name="core_idempotency_scope_key"),
        ]
        indexes = [models.Index(fields=["created_at"], name="core_idempotency_age")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"


class AuditEvent(models.Model):
    """Who changed what, before and after; rows are never changed or deleted (core/guards.py)."""

    at = models.DateTimeField(default=clock.now)
    action = models.CharField(max_length=100)
    subject_kind = models.CharField(max_length=100)
    subject_id = models.CharField(max_length=64)
    actor_id = models.BigIntegerField(null=True)
    actor_role = models.CharField(max_length=30, default="")
    booth_id = models.BigIntegerField(null=True)
    province_code = models.CharField(max_length=2, default="")
    diff = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.TextField(default="")
    request_id = models.CharField(max_length=40, default="")

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="core_audit_subject"),
            models.Index(fields=["booth_id", "id"], name="core_audit_booth"),
            models.Index(fields=["province_code", "id"], name="core_audit_province"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_kind} {self.subject_id}"
