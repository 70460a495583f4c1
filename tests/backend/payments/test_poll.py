"""What a webhook never told is asked for."""

from datetime import timedelta

import pytest

from backend.core import clock, queue
from backend.core.errors import PartnerFailed
from backend.core.models import Job
from backend.payments import selectors, services, tasks
from backend.payments.feeds import FEEDS
from tests.builders.payments import Bank, a_feed, an_unpaid_order
from tests.builders.payments import payment_of as pay

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(monkeypatch):
    """What the feed's list tells each account; an exception is raised."""
    told: dict[int, object] = {}

    def since(cursor, account):
        answer = told[account.pk]
        if isinstance(answer, Exception):
            raise answer
        return answer, cursor

    monkeypatch.setattr(FEEDS["sepay"], "since", since)
    monkeypatch.setattr(FEEDS["sepay"], "may_ask", lambda account: account.pk in told)
    return told


@pytest.mark.promise("I10")
def test_money_whose_webhook_was_lost_is_found_and_counted_once(order, bank, listed):
    told = bank.event(order.code, 40_000)
    lost = bank.event(order.code, 70_000)
    services.take_in(account=bank.feed, event=told)
    listed[bank.feed.pk] = [lost, told]
    assert [services.poll(account=bank.feed) for _again in range(2)] == [1, 0]
    services.take_in(account=bank.feed, event=lost)
    assert (pay(order).status, pay(order).received_vnd) == ("paid", 110_000)


def test_one_bank_that_does_not_answer_keeps_no_other_waiting(order, bank, people, listed):
    feed_of_b = a_feed(people.booth_b)
    of_b = an_unpaid_order(people.booth_b)
    listed[bank.feed.pk] = PartnerFailed()
    listed[feed_of_b.pk] = [Bank(people.booth_b, feed_of_b).event(of_b.code, 110_000)]
    tasks.poll_feeds()
    queue.run_due()
    assert not Job.objects.filter(name="payments.poll_feed", finished_at=None).exists()
    assert pay(of_b).status == "paid"


def test_a_bank_that_may_not_be_asked_is_not_asked(bank):
    tasks.poll_feeds()
    assert not Job.objects.filter(name="payments.poll_feed").exists()
    assert services.poll(account=bank.feed) == 0


def test_the_last_day_is_always_read_again(order, bank, now):
    assert selectors.poll_cursor(bank.feed.pk) == ""
    bank.tells(order.code, 1_000, event_id="900")
    with clock.at(now + timedelta(hours=20)):
        bank.tells(order.code, 1_000, event_id="950")
        assert selectors.poll_cursor(bank.feed.pk) == ""
    with clock.at(now + timedelta(hours=25)):
        assert selectors.poll_cursor(bank.feed.pk) == "900"


def test_the_task_tries_unknown_codes_again(bank, now):
    bank.tells("DH2611ZZZZZZ", 1_000)
    with clock.at(now + timedelta(minutes=1)):
        tasks.match_again()
        tasks.match_again()
    assert selectors.transfers_waiting(bank.booth).get().tries == 1
