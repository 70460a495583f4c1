"""What every test may ask for: the regions once per database, the people, a quiet clock."""

import json

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Places and guards stand once for all; what a flush empties comes back."""
    from backend.core import guards
    from backend.regions.services import load_regions

    with django_db_blocker.unblock():
        rows_of_migrations = _without_made_by_a_flush(connection.creation.serialize_db_to_string())
        load_regions()
        guards.install()
    empty = TransactionTestCase._fixture_teardown

    def empty_and_refill(self):
        with guards.lifted():
            empty(self)
        connection.creation.deserialize_db_from_string(rows_of_migrations)
        load_regions()

    TransactionTestCase._fixture_teardown = empty_and_refill


def _without_made_by_a_flush(contents: str) -> str:
    made = {"contenttypes.contenttype", "auth.permission"}
    return json.dumps([row for row in json.loads(contents) if row["model"] not in made])


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


@pytest.fixture
def people(db):
    """The same few roles in every test; see tests/people.py."""
    from tests.people import make_people

    return make_people()


def pytest_runtest_setup(item):
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
