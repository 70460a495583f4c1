"""Fill an empty market with the demo."""

import io
import time
from contextlib import redirect_stdout
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from backend.demo.services import seed


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Sample data belongs into a demo market: it wants DEMO=1.")
        started = time.monotonic()
        with redirect_stdout(io.StringIO()):  # the console channel tells of each message sent
            seed()
        self.stdout.write(f"Seeded the demo in {time.monotonic() - started:.0f} s.")
