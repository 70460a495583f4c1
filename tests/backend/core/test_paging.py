"""Every row of a list is seen once, forwards and backwards, and a cursor is only ours."""

import base64
import json
from datetime import timedelta
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from backend.core import clock
from backend.core.errors import Invalid
from backend.core.models import AuditEvent
from backend.core.rest import KeysetPage

pytestmark = [pytest.mark.urls("tests.backend.core.market"), pytest.mark.django_db]

PAGE = KeysetPage("-booth_id", "id", name="events")
BY_TIME = KeysetPage("at", "-id", name="times")
BY_WORD = KeysetPage("action", "id", name="words")


def events(booths):
    AuditEvent.objects.bulk_create(
        AuditEvent(action=f"việc {booth}", subject_kind="k", subject_id="1", booth_id=booth)
        for booth in booths
    )
    return AuditEvent.objects.all()


def walk(page, rows, size):
    """All pages forwards, then back from the last one."""
    forwards, cursor, last = [], None, None
    while True:
        last = page.of(rows, cursor=cursor, page_size=size)
        forwards.append([row.pk for row in last.rows])
        cursor = last.next
        if cursor is None:
            break
    backwards, cursor = [forwards[-1]], last.previous
    while cursor:
        here = page.of(rows, cursor=cursor, page_size=size)
        backwards.insert(0, [row.pk for row in here.rows])
        cursor = here.previous
    return forwards, backwards


class EveryRowIsSeenOnce(TestCase):
    @given(st.lists(st.integers(1, 4), max_size=25), st.integers(1, 7))
    @settings(max_examples=40, deadline=None)
    def test_forwards_and_backwards(self, booths, size):
        AuditEvent.objects.all().delete()
        rows = events(booths)
        expected = [e.pk for e in sorted(rows, key=lambda e: (-e.booth_id, e.pk))]
        forwards, backwards = walk(PAGE, rows, size)
        assert list(chain(*forwards)) == expected
        assert backwards == forwards


def test_times_and_words_are_orders_too():
    with clock.at(clock.now()) as moment:
        rows = events([1, 2, 3, 4, 5])
        late = AuditEvent.objects.create(
            at=moment + timedelta(microseconds=1), action="ăn", subject_kind="k", subject_id="1"
        )
    forwards, backwards = walk(BY_TIME, rows, 2)
    assert forwards[-1][-1] == late.pk
    assert forwards == backwards
    assert len(list(chain(*walk(BY_WORD, rows, 2)[0]))) == 6


def test_rows_may_be_dicts_named_tuples_or_plain_with_a_key():
    rows = events([1, 2, 3])
    for shape in (rows.values("id", "booth_id"), rows.values_list("id", "booth_id", named=True)):
        assert PAGE.of(shape, page_size=2).next is not None
    plain = rows.values_list("booth_id", "id")
    first = PAGE.of(plain, page_size=2, key=lambda row: row)
    second = PAGE.of(plain, cursor=first.next, page_size=2, key=lambda row: row)
    assert [row[0] for row in first.rows + second.rows] == [3, 2, 1]


def test_an_empty_list_has_no_neighbours():
    page = PAGE.of(AuditEvent.objects.all())
    assert (page.rows, page.next, page.previous) == ([], None, None)


def test_a_row_added_on_an_earlier_page_shifts_nothing():
    rows = events([5, 4, 3, 2])
    first = PAGE.of(rows, page_size=2)
    events([9])
    assert [row.booth_id for row in PAGE.of(rows, cursor=first.next, page_size=2).rows] == [3, 2]


@pytest.mark.promise("C9")
def test_a_cursor_of_another_list_is_refused():
    rows = events([1, 2, 3])
    with pytest.raises(Invalid) as caught:
        BY_TIME.of(rows, cursor=PAGE.of(rows, page_size=1).next)
    assert [error.field for error in caught.value.errors] == ["cursor"]


def written(*values, page=PAGE):
    text = json.dumps([page.tag, 1, *values], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.promise("C9")
@pytest.mark.parametrize(
    "cursor",
    [
        "x", "====", "a" * 5_000, "ệ", "\x00", written(), written(1), written(1, 2, 3),
        written("1", 2), written(None, 2), written(True, 2), written(1.5, 2), written(2**63, 2),
        written([1], 2), written({"a": 1}, 2), written(1, 2) + "=", written(1, 2) + "A",
        base64.urlsafe_b64encode(b'{"a": 1}').decode(), base64.urlsafe_b64encode(b"[[").decode(),
    ],
)  # fmt: skip
def test_a_broken_cursor_is_refused(cursor):
    with pytest.raises(Invalid, match="hỏng"):
        PAGE.of(AuditEvent.objects.all(), cursor=cursor)


@pytest.mark.parametrize("value", ["hôm nay", "2026-07-31T00:00:00", "2026-07-31", 1, None])
def test_a_cursor_keeps_to_the_kind_of_its_column(value):
    cursor = written(value, 1, page=BY_TIME)
    with pytest.raises(Invalid):
        BY_TIME.of(AuditEvent.objects.all(), cursor=cursor)


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_any_text_is_a_cursor_or_refused(text):
    with pytest.raises(Invalid):
        PAGE._read(text, AuditEvent.objects.all())


def test_the_api_links_its_pages_by_address_alone(client):
    events([1, 2, 3])
    first = client.get("/api/v1/events/?page_size=2&own=true").json()
    assert [row["booth_id"] for row in first["results"]] == [3, 2]
    assert first["previous"] is None
    assert first["next"].startswith("/api/v1/events/?page_size=2&own=true&cursor=")
    second = client.get(first["next"]).json()
    assert [row["booth_id"] for row in second["results"]] == [1]
    assert client.get(second["previous"]).json()["results"] == first["results"]


@pytest.mark.promise("C10")
@pytest.mark.parametrize("size", ["101", "1000", "1" + "0" * 20, "0101"])
def test_a_page_holds_at_most_a_hundred(client, size):
    events(range(1, 103))
    assert len(client.get(f"/api/v1/events/?page_size={size}").json()["results"]) == 100


def test_filters_narrow_the_list(client):
    events([1, 2, 3])
    assert len(client.get("/api/v1/events/?price_min=2").json()["results"]) == 2
    assert len(client.get("/api/v1/events/?booth=vi%E1%BB%87c%202").json()["results"]) == 1
    assert len(client.get("/api/v1/events/?own=false").json()["results"]) == 0
