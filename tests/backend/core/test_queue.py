"""Work for later is done at least once, or stands in the list of what failed."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import translation

from backend.core import clock, queue, request_id
from backend.core.models import Job

MOMENT = datetime(2026, 7, 31, 5, 0, tzinfo=UTC)


@pytest.fixture
def calls(monkeypatch):
    """Tasks of this test: `test.note` notes its calls, `test.fail` fails."""
    calls = []
    monkeypatch.setattr(queue, "TASKS", {})

    @queue.task("test.note")
    def note(**payload):
        calls.append(payload)

    @queue.task("test.fail")
    def fail(**payload):
        calls.append(payload)
        raise RuntimeError("kênh tin nhắn không trả lời")

    @queue.task("test.minutely", every=timedelta(minutes=1))
    def minutely():
        calls.append("minute")

    @queue.task("test.daily", every=timedelta(days=1))
    def daily():
        calls.append("day")

    return calls


@pytest.mark.django_db
def test_a_job_is_done_once(calls):
    queue.enqueue("test.note", order_id=7)
    assert (queue.run_due(), queue.run_due()) == (1, 0)
    assert calls == [{"order_id": 7}]
    assert Job.objects.get().finished_at


@pytest.mark.django_db
def test_a_job_goes_with_its_transaction(calls):
    class Undone(Exception):
        pass

    def undone():
        with transaction.atomic():
            queue.enqueue("test.note")
            raise Undone

    with pytest.raises(Undone):
        undone()
    assert queue.run_due() == 0


@pytest.mark.django_db
def test_a_job_waits_for_its_time(calls):
    with clock.at(MOMENT):
        queue.enqueue("test.note", run_after=MOMENT + timedelta(minutes=60))
    with clock.at(MOMENT + timedelta(minutes=59, seconds=59)):
        assert queue.run_due() == 0
    with clock.at(MOMENT + timedelta(minutes=60)):
        assert queue.run_due() == 1


@pytest.mark.django_db
def test_jobs_are_done_in_the_order_of_their_time(calls):
    with clock.at(MOMENT):
        queue.enqueue("test.note", n=2, run_after=MOMENT - timedelta(seconds=1))
        queue.enqueue("test.note", n=3)
        queue.enqueue("test.note", n=1, run_after=MOMENT - timedelta(seconds=2))
        queue.run_due()
    assert [call["n"] for call in calls] == [1, 2, 3]


@pytest.mark.django_db
def test_no_more_jobs_than_asked_for_are_tried(calls):
    for n in range(3):
        queue.enqueue("test.note", n=n)
    assert queue.run_due(limit=2) == 2
    assert len(calls) == 2


@pytest.mark.django_db
def test_a_key_is_used_once(calls):
    for _ in range(3):
        queue.enqueue("test.note", key="hold-7")
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_a_task_nobody_wrote_cannot_be_asked_for(calls):
    with pytest.raises(LookupError, match=r"test\.typo"):
        queue.enqueue("test.typo")


def test_two_tasks_cannot_share_a_name(calls):
    with pytest.raises(ValueError, match=r"test\.note"):
        queue.task("test.note")(print)


@pytest.mark.promise("I21")
@pytest.mark.django_db
def test_a_failing_job_is_tried_eight_times_ever_later_and_then_listed(calls):
    queue.enqueue("test.fail", n=1)
    moment, waits = clock.now() + timedelta(seconds=1), []
    for attempt in range(1, queue.MAX_ATTEMPTS + 1):
        with clock.at(moment):
            assert queue.run_due() == 1
        job = Job.objects.get()
        assert job.attempts == attempt
        if attempt < queue.MAX_ATTEMPTS:
            waits.append((job.run_after - moment).total_seconds())
            with clock.at(job.run_after - timedelta(seconds=1)):
                assert queue.run_due() == 0
            moment = job.run_after
    assert waits == [10 * 4**n for n in range(7)]
    assert job.failed_at == moment
    assert job.finished_at is None
    assert job.last_error == "RuntimeError: kênh tin nhắn không trả lời"
    with clock.at(moment + timedelta(days=365)):
        assert queue.run_due() == 0


@pytest.mark.promise("I21")
@pytest.mark.django_db
def test_a_job_whose_worker_died_is_taken_again_when_its_lease_ends(calls):
    with clock.at(MOMENT):
        queue.enqueue("test.note")
        assert queue._take()
    with clock.at(MOMENT + queue.LEASE - timedelta(seconds=1)):
        assert queue.run_due() == 0
    with clock.at(MOMENT + queue.LEASE):
        assert queue.run_due() == 1
    assert len(calls) == 1


@pytest.mark.promise("I21")
@pytest.mark.django_db
def test_a_job_that_kills_every_worker_is_given_up(calls):
    moment = MOMENT
    with clock.at(moment):
        queue.enqueue("test.note")
    for _ in range(queue.MAX_ATTEMPTS):
        with clock.at(moment):
            assert queue._take()
        moment += queue.LEASE
    with clock.at(moment):
        assert queue.run_due() == 1
    assert calls == []
    assert Job.objects.get().failed_at == moment


@pytest.mark.django_db
def test_a_worker_that_overslept_its_lease_ends_nothing(calls):
    with clock.at(MOMENT):
        queue.enqueue("test.note")
        slow = queue._take()
    with clock.at(MOMENT + queue.LEASE):
        quick = queue._take()
    queue._end(slow, finished_at=MOMENT)
    assert Job.objects.get().finished_at is None
    queue._end(quick, finished_at=MOMENT)
    assert Job.objects.get().finished_at == MOMENT


@pytest.mark.django_db
def test_a_job_speaks_vietnamese_and_carries_its_own_name_in_the_logs(monkeypatch):
    seen = []
    monkeypatch.setattr(queue, "TASKS", {})
    queue.task("test.see")(lambda: seen.append((translation.get_language(), request_id.current())))
    with translation.override("en"):
        queue.enqueue("test.see")
        queue.run_due()
    assert seen == [("vi", f"job-{Job.objects.get().pk}")]


@pytest.mark.django_db
def test_a_periodic_task_is_due_once_in_each_slot(calls):
    with clock.at(MOMENT):
        for _ in range(3):
            queue.enqueue_periodic()
        assert queue.run_due() == 2
    with clock.at(MOMENT + timedelta(minutes=1)):
        queue.enqueue_periodic()
        assert queue.run_due() == 1
    assert sorted(calls) == ["day", "minute", "minute"]


@pytest.mark.django_db
def test_a_daily_task_is_due_at_midnight_in_vietnam(calls):
    with clock.at(datetime(2026, 7, 31, 16, 59, 59, tzinfo=UTC)):
        queue.enqueue_periodic()
    with clock.at(datetime(2026, 7, 31, 17, 0, 0, tzinfo=UTC)):
        queue.enqueue_periodic()
    assert Job.objects.filter(name="test.daily").count() == 2


def test_eight_workers_do_each_job_once(real_database, calls, in_parallel):
    with transaction.atomic():
        for n in range(40):
            queue.enqueue("test.note", n=n)
    tried = in_parallel(lambda _: _until_none_is_left(), 8)
    assert sum(tried) == 40
    assert sorted(call["n"] for call in calls) == list(range(40))


def _until_none_is_left():
    """SQLite's losers of one race look again, as the worker's next poll does."""
    tried = 0
    while Job.objects.filter(finished_at=None).exists():
        tried += queue.run_due()
    return tried


@pytest.mark.promise("I21")
def test_two_schedulers_write_one_job(real_database, calls, in_parallel):
    with clock.at(MOMENT):
        in_parallel(lambda _: queue.enqueue_periodic(), 6)
    assert Job.objects.filter(name="test.daily").count() == 1


def test_a_worker_wakes_at_the_commit_and_stops_when_told(real_database, calls, monkeypatch):
    monkeypatch.setattr(queue, "POLL_SECONDS", 30)
    done = threading.Event()
    queue.task("test.signal")(done.set)
    worker = queue.Worker()
    worker.start()
    try:
        time.sleep(0.3)
        with transaction.atomic():
            queue.enqueue("test.signal")
            assert not done.wait(0.3), "nothing is done before the commit"
        assert done.wait(5)
    finally:
        worker.stop()
        worker.join(timeout=5)
    assert not worker.is_alive()


def test_a_worker_survives_a_database_that_stumbles(real_database, calls, monkeypatch):
    monkeypatch.setattr(queue, "POLL_SECONDS", 0.05)
    stumbles = [1, 2]
    real = queue.enqueue_periodic

    def stumble():
        return stumbles.pop() / 0 if stumbles else real()

    monkeypatch.setattr(queue, "enqueue_periodic", stumble)
    worker = queue.Worker()
    worker.start()
    try:
        deadline = time.monotonic() + 5
        while "minute" not in calls and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        worker.stop()
        worker.join(timeout=5)
    assert "minute" in calls


@pytest.mark.postgres
def test_a_worker_does_not_wait_for_a_row_another_one_holds(real_database, calls):
    queue.enqueue("test.note", n=1)
    queue.enqueue("test.note", n=2)
    with transaction.atomic():
        Job.objects.select_for_update().order_by("id").first()
        taken = []

        def other():
            taken.append(queue._take())
            connection.close()

        thread = threading.Thread(target=other)
        thread.start()
        thread.join(timeout=5)
    assert [job.payload["n"] for job in taken] == [2]
