"""What is said, to whom, once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from backend.core import clock, queue
from backend.core.models import Job
from backend.notifications import selectors, services
from backend.notifications.kinds import KINDS
from backend.notifications.models import Message

PHONE = "+84912345678"
CODE = {"code": "904817", "minutes": 10}
PAID = {"code": "DH2611B7K3MX", "booth": "Gian hàng mẫu", "amount_vnd": 90_000}

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def test_every_kind_can_be_said_in_both_languages():
    everything = {
        "amount_vnd": 1_250_000,
        "booth": "B",
        "code": "C",
        "detail": "VN1",
        "due_by": date(2026, 12, 1),
        "minutes": 10,
        "missing_vnd": 1_000,
        "outcome": "O",
        "reason": "R",
        "received_vnd": 2_000,
        "total_vnd": 3_000,
        "until": datetime(2026, 11, 21, 8, 40, tzinfo=UTC),
    }
    for kind, what in KINDS.items():
        for language in ("vi", "en"):
            subject, body, _values = what.written(everything, language)
            assert subject, kind
            assert len(body) > 20, kind
            assert "%(" not in subject + body, kind


def test_a_sum_and_a_moment_are_written_as_people_read_them():
    until = datetime(2026, 11, 21, 8, 40, tzinfo=UTC)
    _subject, body, values = KINDS["hold_ending"].written({**PAID, "until": until}, "vi")
    assert "90.000\N{NO-BREAK SPACE}₫" in body
    assert values["until"] == "15:40 ngày 21/11/2026"


@pytest.mark.promise("C101")
@pytest.mark.parametrize(
    "typed", ["{{7*7}}", "{% debug %}", "${7*7}", "%(secret)s", "%s", "{0.__class__}", "100%"]
)
def test_what_people_type_is_shown_literally(typed):
    (message,) = services.send(
        "order_confirmed", to_email="a@example.vn", context={"code": "C", "booth": typed}
    )
    assert typed in message.body


@pytest.mark.promise("C101")
@given(typed=st.text(max_size=80))
def test_no_name_breaks_a_subject_or_adds_a_header(typed):
    subject, _body, _values = KINDS["booth_decided"].written(
        {"booth": typed, "outcome": "Duyệt", "reason": ""}, "vi"
    )
    assert len(subject.splitlines()) <= 1


def test_the_message_and_its_job_are_undone_with_the_callers_transaction():
    with transaction.atomic():
        services.send("one_time_code", to_phone=PHONE, context=CODE)
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert not Job.objects.exists()


def test_the_same_wish_is_one_message_and_one_job():
    for _again in range(3):
        services.send("order_paid_buyer", to_phone=PHONE, context=PAID, dedupe="DH1 paid")
    services.send("order_paid_buyer", to_email="a@example.vn", context=PAID, dedupe="DH1 paid")
    assert Message.objects.count() == Job.objects.count() == 2


def test_a_user_reads_it_in_the_market_too_and_in_the_own_language(people):
    people.shopper.language = "en"
    people.shopper.save()
    written = services.send("order_paid_buyer", user=people.shopper, language="vi", context=PAID)
    assert {message.channel for message in written} == {"sms", "in_app"}
    assert {message.language for message in written} == {"en"}
    assert {message.destination for message in written} == {people.shopper.phone, ""}
    assert selectors.unread_count(people.shopper.pk) == 1
    assert services.mark_read(user=people.shopper) == 1
    assert selectors.unread_count(people.shopper.pk) == 0
    assert selectors.inbox_of(people.shopper.pk).count() == 1


def test_nobody_reads_anothers_messages(people):
    services.send("order_paid_buyer", user=people.shopper, context=PAID)
    assert not selectors.inbox_of(people.other_shopper.pk).exists()


def test_a_one_time_code_never_stands_in_the_market_itself(people):
    services.send("one_time_code", user=people.shopper, context=CODE)
    assert not selectors.inbox_of(people.shopper.pk).exists()


def test_an_email_is_sent_once_however_often_the_job_runs():
    (message,) = services.send(
        "order_placed_buyer",
        to_email="a@example.vn",
        context={"code": "DM2611B7K3MX", "total_vnd": 90_000},
        link="/don-mua/DM2611B7K3MX/",
    )
    queue.run_due()
    services.deliver(message_id=message.pk)
    (sent,) = mail.outbox
    assert sent.to == ["a@example.vn"]
    assert "http://127.0.0.1:8000/don-mua/DM2611B7K3MX/" in sent.body
    assert sent.extra_headers["Message-ID"] == f"<message-{message.pk}@cho-so>"
    message.refresh_from_db()
    assert message.state == Message.State.SENT


@pytest.mark.promise("F16")
def test_while_the_mail_is_down_the_job_waits_and_then_sends_one_mail(monkeypatch):
    with clock.at(datetime(2026, 11, 21, 2, 0, tzinfo=UTC)) as start:
        services.send(
            "order_confirmed", to_email="a@example.vn", context={"code": "C", "booth": "B"}
        )
        with monkeypatch.context() as down:
            down.setattr("django.core.mail.EmailMessage.send", _no_mail)
            queue.run_due()
    assert not mail.outbox
    assert Message.objects.get().state == Message.State.QUEUED
    with clock.at(start + timedelta(hours=1)):
        queue.run_due()
        queue.run_due()
    assert len(mail.outbox) == 1


def _no_mail(*_args, **_kwargs):
    raise ConnectionRefusedError


def test_a_phone_nobody_can_reach_is_listed_as_skipped():
    services.send("one_time_code", to_phone=PHONE, context=CODE)
    queue.run_due()
    assert selectors.not_sent().get().destination == PHONE


def test_in_a_demo_market_the_inbox_shows_what_a_phone_would_get(demo, capsys):
    services.send("one_time_code", to_phone=PHONE, context=CODE, link="/x/")
    queue.run_due()
    message = selectors.demo_inbox("912345").get()
    assert message.state == Message.State.SENT
    assert "904817" in message.body
    assert "904817" not in capsys.readouterr().out


@pytest.mark.promise("I23")
def test_a_code_that_has_arrived_is_no_longer_stored():
    services.send("one_time_code", to_email="a@example.vn", context=CODE)
    queue.run_due()
    assert "904817" in mail.outbox[0].body
    message = Message.objects.get()
    assert "904817" not in message.body + str(message.values)


@pytest.mark.promise("I23")
def test_no_code_is_logged_even_when_the_mail_fails(monkeypatch, caplog):
    monkeypatch.setattr("django.core.mail.EmailMessage.send", _no_mail)
    with caplog.at_level("DEBUG"):
        services.send("one_time_code", to_email="a@example.vn", context=CODE)
        queue.run_due()
    assert "904817" not in caplog.text
    assert "904817" not in str(list(Job.objects.values()))
