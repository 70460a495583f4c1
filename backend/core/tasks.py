"""Clear away what the kernel no longer needs."""

from datetime import timedelta

from backend.core import clock
from backend.core.models import IdempotencyRecord, Job
from backend.core.queue import task

KEPT = timedelta(days=7)


@task("core.purge", every=timedelta(days=1))
def purge() -> None:
    """Answers under a key and finished jobs are kept for 7 days; failed jobs until looked at."""
    before = clock.now() - KEPT
    IdempotencyRecord.objects.filter(created_at__lt=before).delete()
    Job.objects.filter(finished_at__lt=before).delete()
