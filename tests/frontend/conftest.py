"""How many queries may a page make: counted, and held against the snapshot."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.regions import selectors as regions

SNAPSHOT = Path(__file__).parent.parent / "snapshots" / "query_counts.json"

CountQueries = Callable[..., AbstractContextManager[None]]

_told_now: dict[str, int] = {}  # in this run, so that an update too finds 1 row and 10 rows alike


@pytest.fixture
def count_queries(db) -> CountQueries:
    """`with count_queries("shop.home", at_most=8): client.get("/")`, with 1 row and with 10.

    The snapshot keeps one number a name: {"shop.home": 8}. UPDATE_SNAPSHOTS=1 writes it anew.
    """
    regions.provinces()  # read once a process, not once a page

    @contextmanager
    def counting(name: str, *, at_most: int | None = None) -> Iterator[None]:
        with CaptureQueriesContext(connection) as captured:
            yield
        made = "\n".join(query["sql"] for query in captured.captured_queries)
        count = len(captured)
        assert at_most is None or count <= at_most, f"{name}: {count} queries:\n{made}"
        expected = _expected(name, count)
        assert count == expected, f"{name}: {count} queries, not {expected}:\n{made}"

    return counting


def _expected(name: str, count: int) -> int | None:
    if not os.environ.get("UPDATE_SNAPSHOTS"):
        return json.loads(SNAPSHOT.read_text()).get(name)
    kept = json.loads(SNAPSHOT.read_text()) if SNAPSHOT.exists() else {}
    kept[name] = _told_now.setdefault(name, count)
    SNAPSHOT.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n")
    return kept[name]
