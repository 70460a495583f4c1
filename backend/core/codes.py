"""Make and find the short codes people read aloud, and the long tokens nobody guesses."""

import re
import secrets
from datetime import datetime

from django.utils import timezone

from backend.core.text import strip_marks

ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
LENGTH = 12

_RANDOM = 6
_PATTERN = re.compile(rf"(?=(D[HM][0-9]{{4}}[{ALPHABET}]{{{_RANDOM}}}))")
_DROPPED = re.compile(r"[^A-Z0-9]")


def purchase_code(now: datetime) -> str:
    """DM + year and month in Vietnam + 6 random characters."""
    return _code("DM", now)


def order_code(now: datetime) -> str:
    """DH + year and month in Vietnam + 6 random characters."""
    return _code("DH", now)


def find_codes(text: str) -> list[str]:
    """The codes in a typed text such as a bank memo, each once, in order of appearance."""
    letters = _DROPPED.sub("", strip_marks(text).upper())
    return list(dict.fromkeys(_PATTERN.findall(letters)))


def token() -> str:
    """43 URL-safe characters, 256 random bits."""
    return secrets.token_urlsafe(32)


def _code(prefix: str, now: datetime) -> str:
    month = timezone.localtime(now).strftime("%y%m")
    return prefix + month + "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM))
