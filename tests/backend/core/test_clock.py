"""The clock can be frozen, nested and moved on by days, and never by accident."""

import time
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest

from backend.core import clock

NOON = datetime(2026, 7, 31, 5, 0, tzinfo=UTC)


def test_the_clock_runs_in_utc():
    assert clock.now().utcoffset() == timedelta(0)
    assert abs(clock.now().timestamp() - time.time()) < 5


def test_a_frozen_moment_holds_in_every_thread_and_ends_with_the_block():
    seen = []
    with clock.at(NOON):
        thread = Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
    assert seen == [NOON]
    assert clock.now() != NOON


def test_the_innermost_moment_counts():
    with clock.at(NOON):
        with clock.at(NOON + timedelta(hours=1)):
            assert clock.now() == NOON + timedelta(hours=1)
        assert clock.now() == NOON


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="aware"), clock.at(NOON.replace(tzinfo=None)):
        pass


@pytest.mark.promise("I24")
def test_the_day_turns_at_midnight_in_vietnam():
    with clock.at(datetime(2026, 7, 31, 16, 59, 59, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 31)
    with clock.at(datetime(2026, 7, 31, 17, 0, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 8, 1)


def test_a_demo_lets_days_pass_by(settings, tmp_path):
    settings.CLOCK_FILE = tmp_path / "clock"
    before = clock.now()
    assert clock.shift_days(1) == 1
    assert clock.shift_days(2) == 3
    assert timedelta(days=3) <= clock.now() - before < timedelta(days=3, seconds=5)


def test_another_process_sees_the_days_that_passed(settings, tmp_path, monkeypatch):
    settings.CLOCK_FILE = tmp_path / "clock"
    assert clock.shifted_days() == 0
    settings.CLOCK_FILE.write_text("5\n")
    assert clock.shifted_days() == 0, "looked at less than a second ago"
    monkeypatch.setattr(clock, "_LOOK_AGAIN_SECONDS", 0)
    assert clock.shifted_days() == 5


def test_the_clock_moves_neither_back_nor_outside_a_demo(settings, tmp_path):
    settings.CLOCK_FILE = None
    with pytest.raises(RuntimeError):
        clock.shift_days(1)
    settings.CLOCK_FILE = tmp_path / "clock"
    with pytest.raises(ValueError, match="back"):
        clock.shift_days(-1)


def test_a_frozen_moment_is_not_shifted(settings, tmp_path):
    settings.CLOCK_FILE = tmp_path / "clock"
    clock.shift_days(1)
    with clock.at(NOON):
        assert clock.now() == NOON
