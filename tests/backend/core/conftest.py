"""A database that several threads of one test share, on either engine."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection


@pytest.fixture
def real_database(transactional_db, tmp_path):
    """The test's transactions commit; on SQLite to a file, since threads cannot share memory."""
    if connection.vendor == "postgresql":
        yield
        return
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    connection.connection = None
    connection.settings_dict["NAME"] = str(tmp_path / "core.sqlite3")
    call_command("migrate", "core", verbosity=0)
    yield
    connection.close()
    connection.settings_dict["NAME"] = name
    connection.connection = in_memory


@pytest.fixture
def in_parallel():
    """Call a function from several threads at the same moment; return results or exceptions."""

    def call(function, times):
        start = threading.Barrier(times)

        def one(number):
            start.wait(timeout=10)
            try:
                return function(number)
            except Exception as error:
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(times) as threads:
            return list(threads.map(one, range(times)))

    return call
