"""What the operator sees of the market's own work: jobs given up, and who changed what."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from backend.core import clock
from backend.core.models import AuditEvent, Job


class ReadOnly(admin.ModelAdmin):
    """Looked at, never written."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Job)
class JobAdmin(ReadOnly):
    """Jobs that failed eight times stand first; one may be tried again."""

    list_display = ["name", "attempts", "run_after", "failed_at", "finished_at", "last_error"]
    list_filter = [("failed_at", admin.EmptyFieldListFilter), "name"]
    ordering = ["-failed_at", "-id"]
    actions = ["try_again"]

    @admin.action(description=_("Thử lại"))
    def try_again(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        jobs.exclude(failed_at=None).update(
            failed_at=None, attempts=0, leased_until=None, run_after=clock.now()
        )


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly):
    list_display = [
        "at",
        "action",
        "subject_kind",
        "subject_id",
        "actor_id",
        "actor_role",
        "reason",
    ]
    list_filter = ["action", "actor_role"]
    search_fields = ["subject_id", "request_id"]
