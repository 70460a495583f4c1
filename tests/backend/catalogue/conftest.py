"""Threads of one test on a real PostgreSQL, and programs that call the API."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.people import People


@pytest.fixture
def in_parallel() -> Callable[..., list[Any]]:
    """Call a function from several threads at one moment: results, or the exceptions raised."""

    def call(function: Callable[[int], Any], times: int) -> list[Any]:
        start = threading.Barrier(times)

        def one(number: int) -> Any:
            try:
                start.wait(timeout=30)
                return function(number)
            except Exception as error:
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(times) as threads:
            return list(threads.map(one, range(times)))

    return call


@pytest.fixture
def seller(people: People) -> Client:
    """The owner of booth A, signed in."""
    client = Client()
    client.force_login(people.owner_a)
    return client
