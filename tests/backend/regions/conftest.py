"""Places that a test changes are read again by the next one."""

from collections.abc import Iterator

import pytest

from backend.regions import selectors


@pytest.fixture
def own_tables(db: None) -> Iterator[None]:
    selectors.forget()
    yield
    selectors.forget()
