"""Let titles end on their day."""

from datetime import timedelta

from backend.core.queue import task
from backend.curation import services


@task("curation.end_recognitions", every=timedelta(days=1))
def end_recognitions() -> None:
    services.end_recognitions()
