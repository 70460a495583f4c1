"""Run the partners' side of a demo market."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from backend.simulators.bank import Bank
from backend.simulators.server import HOST, market_time, server


class Command(BaseCommand):
    help = "Run the bank of the demo market on this machine alone (only with DEMO=1)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=settings.PORT + 1)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The simulators run only with DEMO=1.")
        bank = Bank(now=lambda: market_time(settings.CLOCK_FILE))
        with server(bank, options["port"]) as listening:
            self.stdout.write(f"The bank is open at http://{HOST}:{listening.server_port}/")
            try:
                listening.serve_forever()
            except KeyboardInterrupt:
                self.stdout.write("The bank is closed.")
