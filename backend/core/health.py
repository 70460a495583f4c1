"""Is the process alive, and can it serve?"""

import threading

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from backend.core import clock
from backend.core.queue import due_jobs

LATE_SECONDS = 300

_migrated = threading.Event()


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return _unstored(HttpResponse("ok\n", content_type="text/plain"))


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, is migrated, and the queue keeps up; else 503."""
    try:
        unapplied = _unapplied_migrations()
        oldest = _oldest_due_seconds()
    except DatabaseError:
        return _unstored(JsonResponse({"ready": False, "database": False}, status=503))
    ready = unapplied == 0 and oldest < LATE_SECONDS
    body = {
        "ready": ready,
        "database": True,
        "unapplied_migrations": unapplied,
        "oldest_due_job_seconds": oldest,
    }
    return _unstored(JsonResponse(body, status=200 if ready else 503))


def _unapplied_migrations() -> int:
    """Asked until there are none: this process's code will not bring new ones."""
    if _migrated.is_set():
        return 0
    executor = MigrationExecutor(connection)
    unapplied = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not unapplied:
        _migrated.set()
    return unapplied


def _oldest_due_seconds() -> int:
    now = clock.now()
    job = due_jobs(now).first()
    return int((now - job.run_after).total_seconds()) if job else 0


def _unstored(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
