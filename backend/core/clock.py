"""What time is it? All code asks here, so that tests, the seed and the demo may say otherwise."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

_frozen: list[datetime] = []

_LOOK_AGAIN_SECONDS = 1.0
_shift_lock = threading.Lock()


class _Shift:
    """The days read from the clock file, as last seen."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.mtime_ns = -1
        self.looked_at = float("-inf")
        self.days = 0


_shift = _Shift()


def now() -> datetime:
    """The moment, aware, in UTC."""
    if _frozen:
        return _frozen[-1]
    return datetime.now(UTC) + timedelta(days=shifted_days())  # noqa: TID251


def today() -> date:
    """The day in Vietnam."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Freeze the clock of the whole process at an aware moment; the innermost one counts.

    For tests and the seed, which run alone: every thread sees the frozen moment.
    """
    if timezone.is_naive(moment):
        raise ValueError("clock.at needs an aware moment")
    moment = moment.astimezone(UTC)
    _frozen.append(moment)
    try:
        yield moment
    finally:
        _frozen.pop()


def shifted_days() -> int:
    """How many days the demo has let pass by, for all processes that share settings.CLOCK_FILE."""
    path: Path | None = settings.CLOCK_FILE
    if path is None:
        return 0
    if path == _shift.path and time.monotonic() - _shift.looked_at < _LOOK_AGAIN_SECONDS:
        return _shift.days
    with _shift_lock:
        _read(path)
    return _shift.days


def shift_days(days: int) -> int:
    """Let `days` more days pass by; return how many have passed in all."""
    path: Path | None = settings.CLOCK_FILE
    if path is None:
        raise RuntimeError("the clock moves only where settings.CLOCK_FILE is set")
    if days < 0:
        raise ValueError("the clock never goes back")
    with _shift_lock:
        _read(path)
        written = path.with_name(path.name + ".new")
        written.write_text(f"{_shift.days + days}\n", encoding="ascii")
        os.replace(written, path)
        _read(path)
    return _shift.days


def _read(path: Path) -> None:
    try:
        mtime_ns = path.stat().st_mtime_ns
    except FileNotFoundError:
        mtime_ns = -1
    if path != _shift.path or mtime_ns != _shift.mtime_ns:
        _shift.days = int(path.read_text(encoding="ascii")) if mtime_ns >= 0 else 0
        _shift.path = path
        _shift.mtime_ns = mtime_ns
    _shift.looked_at = time.monotonic()
