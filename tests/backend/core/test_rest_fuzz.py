"""Whatever is sent, the API answers in its own words: never with a bug."""

import json
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = [pytest.mark.urls("tests.backend.core.market"), pytest.mark.django_db]

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(
    ["name", "story", "price", "quantity", "is_open", "unit", "phone", "email", "slug", "address",
     "lines", "code"],
)  # fmt: skip
PARAMETERS = st.sampled_from(["q", "stars", "in_stock", "ordering", "cursor", "page_size"])


def send(body):
    return Client().generic("POST", "/api/v1/goods/", body, content_type="application/json")


def assert_told(response, *expected):
    assert response.status_code in expected, response.content
    if response.status_code >= 400:
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["detail"]


@given(st.dictionaries(NAMES | st.text(max_size=5), VALUES, max_size=8))
@settings(max_examples=200, deadline=None)
def test_any_object_is_taken_or_refused(value):
    body = json.dumps(value)
    assert_told(send(body.encode()), 201, 400)


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_taken_or_refused(body):
    assert_told(send(body), 201, 400)


@given(
    st.sampled_from(["/api/v1/search/", "/api/v1/events/"]),
    st.lists(st.tuples(PARAMETERS.map(str.encode) | st.binary(max_size=8), st.binary(max_size=40))),
)
@settings(max_examples=200, deadline=None)
def test_any_query_is_taken_or_refused(path, pairs):
    query = "&".join(f"{quote_from_bytes(name)}={quote_from_bytes(value)}" for name, value in pairs)
    assert_told(Client().get(f"{path}?{query}"), 200, 400)
