"""What every test may ask for: the regions once per database, the people, a quiet clock."""

import os
import re
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection

PROMISES = Path(__file__).parent.parent / "docs" / "promises.md"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Provinces and communes are loaded once; they survive every test's rollback."""
    from backend.regions.services import load_regions

    with django_db_blocker.unblock():
        load_regions()


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()
    yield


@pytest.fixture
def people(db):
    """The same few roles in every test; see tests/people.py."""
    from tests.people import make_people

    return make_people()


def pytest_runtest_setup(item):
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


def pytest_collection_modifyitems(config, items):
    """A promise a test shows must be listed; the reverse is tests/architecture/test_promises.py."""
    listed = set(re.findall(r"^\| ([A-Z]\d+) \|", PROMISES.read_text(), re.M)) if PROMISES.exists() else None
    shown = {
        (item.nodeid, mark.args[0])
        for item in items
        for mark in item.iter_markers("promise")
    }
    config.stash[SHOWN] = {number for _, number in shown}
    unknown = sorted(f"{node}: {number}" for node, number in shown if listed is not None and number not in listed)
    if unknown and os.environ.get("CHECK_PROMISES"):
        raise pytest.UsageError("promises not listed in docs/promises.md:\n" + "\n".join(unknown))


SHOWN = pytest.StashKey[set]()
