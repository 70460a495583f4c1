"""Say what is wrong in the market's data, if anything."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.core import invariants


class Command(BaseCommand):
    help = "Checks every invariant; prints each violation and exits 1 if there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        violations = invariants.violations()
        for violation in violations:
            self.stdout.write(violation)
        if violations:
            raise CommandError(f"{len(violations)} violation(s)")
        self.stdout.write(f"{len(invariants.INVARIANTS)} invariants hold")
