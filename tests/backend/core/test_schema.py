"""The API's description tells what the fields take and how a refusal looks."""

import pytest
from django.db import OperationalError, connection
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from backend.core.database import is_busy, is_crowded


@pytest.fixture(scope="module")
def schema():
    return SchemaGenerator(urlconf="tests.backend.core.market").get_schema(public=True)


def test_the_description_is_valid(schema):
    validate_schema(schema)


def test_every_operation_may_answer_with_a_problem(schema):
    operations = [each for path in schema["paths"].values() for each in path.values()]
    assert operations
    for operation in operations:
        assert operation["responses"]["default"] == {"$ref": "#/components/responses/Problem"}
    problem = schema["components"]["responses"]["Problem"]["content"]
    assert list(problem) == ["application/problem+json"]


def test_an_endpoint_tells_its_parameters(schema):
    parameters = schema["paths"]["/api/v1/search/"]["get"]["parameters"]
    told = {each["name"]: each["schema"] for each in parameters}
    assert set(told) == {"q", "stars", "in_stock", "ordering"}
    assert (told["stars"]["minimum"], told["stars"]["maximum"]) == (1, 5)
    assert told["q"]["maxLength"] == 100
    assert told["ordering"]["enum"] == ["newest", "-price"]


def test_a_list_tells_its_filters_and_pages(schema):
    parameters = schema["paths"]["/api/v1/events/"]["get"]["parameters"]
    told = {each["name"]: each["schema"]["type"] for each in parameters}
    assert told == {
        "cursor": "string",
        "page_size": "integer",
        "booth": "string",
        "price_min": "integer",
        "own": "boolean",
    }


def test_who_must_sign_in_is_told(schema):
    def security(path):
        return schema["paths"][path]["get"].get("security")

    assert {} in security("/api/v1/open/")
    assert {} not in security("/api/v1/closed/")


class Refused(Exception):
    def __init__(self, sqlstate):
        self.sqlstate = sqlstate


def operational(text, cause=None):
    error = OperationalError(text)
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("vendor", "error", "crowded", "busy"),
    [
        ("sqlite", operational("database is locked"), True, True),
        ("sqlite", operational("database table is locked: core_job"), True, True),
        ("sqlite", operational("no such table: core_job"), False, False),
        ("postgresql", operational("lock timeout", Refused("55P03")), True, True),
        ("postgresql", operational("deadlock", Refused("40P01")), True, True),
        ("postgresql", operational("serialization", Refused("40001")), True, True),
        ("postgresql", operational("connection refused", Exception()), False, True),
        ("postgresql", operational("shutting down", Refused("57P01")), False, True),
        ("postgresql", operational("too many connections", Refused("53300")), False, True),
        ("postgresql", operational("something else", Refused("58000")), False, False),
    ],
)
def test_a_busy_database_is_told_from_a_mistake(monkeypatch, vendor, error, crowded, busy):
    monkeypatch.setattr(type(connection._connections["default"]), "vendor", vendor)
    assert (is_crowded(error), is_busy(error)) == (crowded, busy)
