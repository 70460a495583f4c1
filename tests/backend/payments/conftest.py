"""A quiet morning, a linked booth with one unpaid order, and its bank."""

from datetime import UTC, datetime

import pytest

from backend.core import clock
from tests.builders.payments import Bank, a_feed, an_unpaid_order


@pytest.fixture
def now():
    with clock.at(datetime(2026, 11, 21, 2, 0, tzinfo=UTC)) as moment:
        yield moment


@pytest.fixture
def linked(people, now):
    """Booth A, whose bank tells the market what came in."""
    people.booth_a.feed = a_feed(people.booth_a)
    return people.booth_a


@pytest.fixture
def bank(linked):
    return Bank(linked, linked.feed)


@pytest.fixture
def order(linked):
    return an_unpaid_order(linked)
