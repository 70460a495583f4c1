"""A key makes one thing, however often and however much at once it is sent."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from backend.core import clock, idempotency, queue
from backend.core.errors import BusyTwin, Conflict
from backend.core.idempotency import KeyReused, run_once
from backend.core.models import IdempotencyRecord, Job
from backend.core.tasks import purge


class Till:
    """Makes numbered receipts, one a call; each leaves a row."""

    def __init__(self):
        self.calls = 0

    def __call__(self):
        self.calls += 1
        Job.objects.create(name="receipt")
        return 201, {"number": self.calls, "at": clock.now()}


def once(action, key="k", fingerprint="f", scope="user:1"):
    return run_once(scope=scope, key=key, fingerprint=fingerprint, action=action)


@pytest.mark.promise("C48")
@pytest.mark.django_db
def test_a_repeat_gets_the_same_answer_and_does_nothing():
    till = Till()
    first, again = once(till), once(till)
    assert (first.status, first.body, first.replayed) == (again.status, again.body, False)
    assert again.replayed
    assert till.calls == Job.objects.count() == 1


@pytest.mark.promise("C46")
@pytest.mark.django_db
def test_a_key_with_another_request_is_refused_and_tells_what_was_made():
    once(Till())
    with pytest.raises(KeyReused) as caught:
        once(Till(), fingerprint="g")
    assert (caught.value.status, caught.value.code) == (422, "idempotency_key_reused")
    assert caught.value.record.body["number"] == 1
    assert Job.objects.count() == 1


@pytest.mark.promise("C49")
@pytest.mark.django_db
def test_a_key_of_somebody_else_is_another_key():
    till = Till()
    assert not once(till, scope="user:1").replayed
    assert not once(till, scope="user:2").replayed
    assert till.calls == 2


@pytest.mark.promise("C48")
@pytest.mark.django_db
def test_a_refusal_is_not_kept_so_the_corrected_request_may_use_the_key():
    def refuse():
        Job.objects.create(name="receipt")
        raise Conflict

    with pytest.raises(Conflict):
        once(refuse)
    assert not Job.objects.exists()
    assert not once(Till(), fingerprint="corrected").replayed


@pytest.mark.django_db
def test_answers_are_kept_for_seven_days():
    outcome = once(Till())
    with clock.at(clock.now() + timedelta(days=6, hours=23)):
        purge()
        assert once(Till()).body == outcome.body
    with clock.at(clock.now() + timedelta(days=7, minutes=1)):
        purge()
        assert not IdempotencyRecord.objects.exists()


@pytest.mark.django_db
def test_finished_jobs_are_cleared_away_and_failed_ones_stay():
    long_ago = clock.now() - timedelta(days=8)
    Job.objects.create(name="done", finished_at=long_ago)
    Job.objects.create(name="dead", failed_at=long_ago)
    Job.objects.create(name="open", run_after=long_ago)
    purge()
    assert sorted(Job.objects.values_list("name", flat=True)) == ["dead", "open"]
    assert "core.purge" in queue.TASKS


def test_equal_requests_have_one_fingerprint():
    one = idempotency.fingerprint({"a": 1, "b": {"c": ["ệ"]}})
    assert one == idempotency.fingerprint({"b": {"c": ["ệ"]}, "a": 1})
    assert one != idempotency.fingerprint({"b": {"c": ["e"]}, "a": 1})
    assert len(one) == 64


def test_it_cannot_be_nested_in_a_transaction_that_may_yet_fail(real_database):
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        once(Till())


@pytest.mark.promise("I8")
@pytest.mark.promise("C47")
def test_parallel_twins_make_one(real_database, in_parallel):
    till = Till()
    outcomes = in_parallel(lambda _: once(till), 12)
    assert [o for o in outcomes if isinstance(o, Exception)] == []
    assert sum(not outcome.replayed for outcome in outcomes) == 1
    assert {outcome.body["number"] for outcome in outcomes} == {1}
    assert Job.objects.count() == till.calls == 1


@pytest.mark.promise("I8")
def test_without_the_unique_key_twins_would_make_many(real_database, in_parallel):
    """The test above can fail: a check before the write alone stops nobody."""
    everyone_looked = threading.Barrier(4)

    def careless(_):
        found = Job.objects.filter(name="receipt").exists()
        everyone_looked.wait(timeout=10)
        return found or Job.objects.create(name="receipt")

    in_parallel(careless, 4)
    assert Job.objects.count() == 4


@pytest.mark.promise("C47")
def test_a_twin_whose_first_failed_does_it_itself(real_database, in_parallel):
    lock, calls = threading.Lock(), []

    def first_fails():
        with lock:
            calls.append(1)
            number = len(calls)
        if number == 1:
            raise Conflict
        return 201, number

    outcomes = in_parallel(lambda _: once(first_fails), 3)
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1
    assert {o.body for o in outcomes if not isinstance(o, Conflict)} == {2}


@pytest.mark.promise("C47")
def test_a_twin_that_waited_too_long_is_asked_to_come_back(real_database, monkeypatch):
    monkeypatch.setattr(idempotency, "WAIT_SECONDS", 1)
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 1)
    started, told, answers = threading.Event(), threading.Event(), []

    def slow():
        started.set()
        told.wait(timeout=15)
        return Till()()

    def in_thread(action):
        try:
            answers.append(once(action))
        except (BusyTwin, DatabaseError) as error:
            answers.append(error)
        finally:
            connection.close()

    first = threading.Thread(target=in_thread, args=[slow])
    second = threading.Thread(target=in_thread, args=[Till()])
    first.start()
    assert started.wait(5)
    second.start()
    second.join(timeout=12)
    told.set()
    first.join(timeout=5)
    busy, made = answers
    assert isinstance(busy, BusyTwin)
    assert (busy.status, busy.retry_after) == (409, 2)
    assert made.body["number"] == 1
    assert once(Till()).replayed


@pytest.mark.urls("tests.backend.core.market")
@pytest.mark.promise("C46")
@pytest.mark.promise("C48")
@pytest.mark.django_db
def test_the_api_says_when_an_answer_is_an_old_one():
    def send(street, key="k1"):
        return Client().post(
            "/api/v1/once/",
            {"street": street},
            content_type="application/json",
            headers={"Idempotency-Key": key},
        )

    first, again, other = send("a"), send("a"), send("b")
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json() == {"at": "a"}
    assert idempotency.REPLAYED not in first.headers
    assert again.headers[idempotency.REPLAYED] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert send("b", "k2").status_code == 201
