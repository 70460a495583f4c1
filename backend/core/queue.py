"""Do work later, at least once: a row in the caller's transaction, taken by a worker."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from backend.core import clock, request_id
from backend.core.models import Job

LEASE = timedelta(seconds=60)
FIRST_DELAY_SECONDS = 10
MAX_ATTEMPTS = 8
POLL_SECONDS = 1.0

_LONGEST_ERROR = 1_000
_CANDIDATES = 5

log = logging.getLogger(__name__)

Handler = TypeVar("Handler", bound=Callable[..., object])


@dataclass(frozen=True)
class Task:
    """A handler by its name; with `every`, it is also due once in each such slot of local time."""

    name: str
    run: Callable[..., object]
    every: timedelta | None


TASKS: dict[str, Task] = {}

_wake = threading.Event()


def task(name: str, *, every: timedelta | None = None) -> Callable[[Handler], Handler]:
    """Register a handler. It may run twice, so it must be idempotent; it must end within LEASE."""

    def register(handler: Handler) -> Handler:
        if name in TASKS:
            raise ValueError(f"two tasks are called {name}")
        TASKS[name] = Task(name, handler, every)
        return handler

    return register


def enqueue(
    name: str, *, run_after: datetime | None = None, key: str | None = None, **payload: Any
) -> None:
    """Have a task done after the caller's transaction commits; a key already used adds nothing."""
    if name not in TASKS:
        raise LookupError(f"no task is called {name}")
    now = clock.now()
    job = Job(name=name, payload=payload, key=key, run_after=run_after or now, created_at=now)
    if key is None:
        job.save(force_insert=True)
    else:
        Job.objects.bulk_create([job], ignore_conflicts=True)
    transaction.on_commit(_wake.set)


def enqueue_periodic() -> None:
    """Write the job of the current slot of every periodic task; two schedulers write one."""
    now = clock.now()
    local_seconds = now.timestamp() + _utc_offset(now).total_seconds()
    due = {
        f"{task.name}@{int(local_seconds // task.every.total_seconds())}": task.name
        for task in TASKS.values()
        if task.every
    }
    missing = set(due) - set(Job.objects.filter(key__in=due).values_list("key", flat=True))
    for key in sorted(missing):
        enqueue(due[key], key=key)


def _utc_offset(moment: datetime) -> timedelta:
    return timezone.localtime(moment).utcoffset() or timedelta()


def run_due(limit: int = 50) -> int:
    """Do what is due now, at most `limit` jobs; return how many were tried."""
    for done in range(limit):
        job = _take()
        if job is None:
            return done
        _do(job)
    return limit


def due_jobs(now: datetime) -> QuerySet[Job]:
    """Jobs nobody works on and whose time has come, the oldest first."""
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    return Job.objects.filter(free, finished_at=None, failed_at=None, run_after__lte=now).order_by(
        "run_after", "id"
    )


def _take() -> Job | None:
    now = clock.now()
    if connection.features.has_select_for_update_skip_locked:
        with transaction.atomic():
            job = due_jobs(now).select_for_update(skip_locked=True).first()
            return job if job and _lease(job, now) else None
    return next((job for job in due_jobs(now)[:_CANDIDATES] if _lease(job, now)), None)


def _lease(job: Job, now: datetime) -> bool:
    """True for the one worker that got it: `attempts` counts the leases given."""
    job.leased_until = now + LEASE
    job.attempts += 1
    return bool(
        due_jobs(now)
        .order_by()
        .filter(pk=job.pk, attempts=job.attempts - 1)
        .update(leased_until=job.leased_until, attempts=job.attempts)
    )


def _do(job: Job) -> None:
    with request_id.named(f"job-{job.pk}"), translation.override(settings.LANGUAGE_CODE):
        if job.attempts > MAX_ATTEMPTS:
            _end(job, failed_at=clock.now(), last_error="every worker that took it died")
            return
        try:
            TASKS[job.name].run(**job.payload)
        except Exception as error:
            log.exception("job %s failed (attempt %s)", job.name, job.attempts)
            _failed(job, error)
        else:
            _end(job, finished_at=clock.now())


def _failed(job: Job, error: Exception) -> None:
    now = clock.now()
    last_error = f"{type(error).__name__}: {error}"[:_LONGEST_ERROR]
    if job.attempts >= MAX_ATTEMPTS:
        _end(job, failed_at=now, last_error=last_error)
    else:
        delay = timedelta(seconds=FIRST_DELAY_SECONDS * 4 ** (job.attempts - 1))
        _end(job, run_after=now + delay, last_error=last_error)


def _end(job: Job, **columns: Any) -> None:
    """Write the outcome, unless the lease ran out and another worker has the job."""
    Job.objects.filter(pk=job.pk, attempts=job.attempts).update(leased_until=None, **columns)


class Worker(threading.Thread):
    """Does what is due, for ever: a thread of the one process, or `manage.py worker`."""

    def __init__(self) -> None:
        super().__init__(name="queue", daemon=True)
        self._stopping = threading.Event()
        self._scheduled_at = float("-inf")

    def stop(self) -> None:
        """Finish the job in hand, then end."""
        self._stopping.set()
        _wake.set()

    def run(self) -> None:
        while not self._stopping.is_set():
            _wake.clear()
            if not self._work():
                _wake.wait(POLL_SECONDS)

    def _work(self) -> int:
        try:
            close_old_connections()
            self._schedule()
            return run_due(limit=1)
        except Exception:
            log.exception("the queue stumbled")
            return 0

    def _schedule(self) -> None:
        if time.monotonic() - self._scheduled_at >= POLL_SECONDS:
            enqueue_periodic()
            self._scheduled_at = time.monotonic()
