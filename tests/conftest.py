"""What every test may ask for: the regions once per database, the people, a quiet clock."""

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection
from django.test import TransactionTestCase

LEFT_ALONE = {
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "regions_commune",
    "regions_formerunit",
    "regions_province",
}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Places and guards stand once for all; a test that commits gives back what it emptied.

    Django's own way after such a test makes every permission anew and keeps no place: seconds
    each time. Here the tables that no test changes are left alone.
    """
    from backend.core import guards
    from backend.regions.services import load_regions

    with django_db_blocker.unblock():
        written_by_migrations = [
            (model, list(model.objects.all()))
            for model in apps.get_models()
            if model._meta.db_table not in LEFT_ALONE and model.objects.exists()
        ]
        load_regions()
        guards.install()

    def empty(self):
        with guards.lifted():
            tables = set(connection.introspection.table_names()) - LEFT_ALONE
            connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables))
        for model, rows in written_by_migrations:
            model.objects.bulk_create(rows)

    TransactionTestCase._fixture_teardown = empty


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
