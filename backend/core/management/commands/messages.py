"""Keep the English texts complete: extract, compile, check."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.core import messages


class Command(BaseCommand):
    help = "extract: bring the catalogue up to date; compile: write .mo; check: exit 1 on a gap."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["extract", "compile", "check"])

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        file = messages.catalogue_file(settings.LOCALE_PATHS[0])
        if action == "extract":
            self.stdout.write(f"{messages.merge(settings.ROOT, file)} texts wait for English")
        elif action == "compile":
            self.stdout.write(str(messages.compile_catalogue(file)))
        else:
            self._check([*messages.gaps(settings.ROOT, file)])

    def _check(self, gaps: list[str]) -> None:
        for gap in gaps:
            self.stdout.write(gap)
        if gaps:
            raise CommandError(f"{len(gaps)} text(s) without good English")
