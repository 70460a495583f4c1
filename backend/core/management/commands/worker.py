"""Do the queue's work in a process of its own, until told to stop."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from backend.core.queue import Worker


class Command(BaseCommand):
    help = "Does what the queue holds; SIGTERM or Ctrl-C lets it finish the job in hand."

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: worker.stop())
        worker.run()
