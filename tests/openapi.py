"""Write docs/api/openapi.yaml, or with --check fail when the code says something else."""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command

SNAPSHOT = Path(__file__).parent.parent / "docs" / "api" / "openapi.yaml"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings_test")
    django.setup()
    SNAPSHOT.parent.mkdir(parents=True, exist_ok=True)
    target = SNAPSHOT if "--check" not in sys.argv else SNAPSHOT.with_suffix(".now")
    call_command("spectacular", file=str(target), validate=True, fail_on_warn=True)
    if target is not SNAPSHOT:
        same = target.read_bytes() == SNAPSHOT.read_bytes()
        target.unlink()
        if not same:
            sys.exit(
                "docs/api/openapi.yaml is out of date: run `make openapi` and read the difference."
            )


if __name__ == "__main__":
    main()
