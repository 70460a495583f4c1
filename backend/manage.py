#!/usr/bin/env python3
"""Run Django's commands with the repository as the only import root."""

import os
import sys
from pathlib import Path

# Python puts this file's folder first; `backend.orders` must be the only name of that package.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from django.core.management import execute_from_command_line  # noqa: E402

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")
    execute_from_command_line(sys.argv)
