"""Put the triggers of the append-only tables back in place."""

from typing import Any

from django.core.management.base import BaseCommand

from backend.core import guards


class Command(BaseCommand):
    help = "Re-creates the triggers of append-only tables; run after every migrate."

    def handle(self, *args: Any, **options: Any) -> None:
        guards.install()
