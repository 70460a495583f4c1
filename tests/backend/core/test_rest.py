"""The API takes exactly what it asked for and answers every refusal alike."""

import json
import unicodedata

import pytest
from django.test import Client

from tests.people import a_user

pytestmark = [pytest.mark.urls("tests.backend.core.market"), pytest.mark.django_db]

GOODS = {"name": "Nước mắm", "price": 125_000, "quantity": 2}
NO_SUMS = ["abc", "nan", "1e400", "9" * 20, "-1", "", "1.5", "٣", "%00"]
PROBLEM = {"type", "title", "status", "detail", "code", "request_id", "errors"}
TOO_BIG_FOR_ANY_COLUMN = 2**63


@pytest.fixture
def api():
    return Client(raise_request_exception=False)


def post(api, body, content_type="application/json", path="/api/v1/goods/", **headers):
    data = body if isinstance(body, bytes | str) else json.dumps(body)
    raw = data if isinstance(data, bytes) else data.encode()
    return api.generic("POST", path, raw, content_type=content_type, headers=headers)


def assert_problem(response, status, code, *fields):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    body = response.json()
    assert set(body) >= PROBLEM
    assert (body["status"], body["code"]) == (status, code)
    assert body["request_id"] == response["X-Request-ID"]
    assert body["detail"]
    assert body["title"]
    assert [each["field"] for each in body["errors"]] == list(fields)
    assert all(each["message"] and each["code"] for each in body["errors"])
    return body


# --- bodies ---


def test_what_is_right_is_taken_and_tidied(api):
    sent = GOODS | {
        "name": unicodedata.normalize("NFD", " Nước  mắm "),
        "story": "a\r\nb",
        "is_open": False,
        "unit": "chai",
        "phone": "0912 345 678",
        "email": "A@X.vn",
        "slug": "nuoc-mam",
        "address": {"street": "Ấp Mỹ Đông"},
        "lines": [{"quantity": 1}, {"quantity": 9_999}],
    }
    response = post(api, sent)
    assert response.status_code == 201
    assert response.json() == sent | {
        "name": "Nước mắm",
        "story": "a\nb",
        "phone": "+84912345678",
        "email": "a@x.vn",
    }


@pytest.mark.promise("C29")
@pytest.mark.parametrize(
    "body",
    ["", " ", "{", '{"a": 1', "null", "[]", '"x"', "1", "{'a': 1}", '{"a": NaN}', '{"a": Infinity}',
     '{"price": 1, "price": 2}', b"\xff\xfe", b"\xef\xbb\xbf{}", b'{"name": "\xc3"}'],
)  # fmt: skip
def test_what_is_no_json_object_is_a_parse_error(api, body):
    assert_problem(post(api, body), 400, "parse_error")


@pytest.mark.promise("C30")
@pytest.mark.parametrize("depth", [21, 1_000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [('{"a":', "}"), ("[", "]")])
def test_json_nested_too_deep_is_a_parse_error(api, depth, opening, closing):
    body = '{"name":' + opening * depth + "1" + closing * depth + "}"
    assert_problem(post(api, body), 400, "parse_error")


@pytest.mark.promise("C33")
@pytest.mark.promise("C32")
@pytest.mark.parametrize(
    ("name", "code"),
    [(r"a\ud800b", "surrogate"), (r"a\u0000b", "null_character"), (r"a\u202eb", "bidi_control"),
     (r"\u200b", "blank"), ("a" * 21, "too_long"), ("ÑAËC SAÛN", "legacy_font")],
)  # fmt: skip
def test_text_that_cannot_be_shown_names_its_field(api, name, code):
    body = '{"name": "%s", "price": 1000, "quantity": 1}' % name  # noqa: UP031
    problem = assert_problem(post(api, body), 400, "invalid", "name")
    assert problem["errors"][0]["code"] == code


@pytest.mark.promise("C34")
@pytest.mark.promise("C35")
@pytest.mark.promise("C42")
@pytest.mark.parametrize(
    "content_type",
    ["application/json; charset=klingon", "application/json; charset=utf-16", "text/plain", "",
     "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"],
)  # fmt: skip
def test_only_json_in_utf8_is_read(api, content_type):
    assert_problem(post(api, GOODS, content_type), 415, "unsupported_media_type")


def test_utf8_may_be_named(api):
    assert post(api, GOODS, 'application/json; charset="UTF-8"').status_code == 201


@pytest.mark.promise("C36")
def test_three_megabytes_are_too_many(api):
    assert_problem(post(api, json.dumps(GOODS | {"name": "a" * 3_000_000})), 413, "too_large")


@pytest.mark.promise("C37")
def test_a_list_has_an_end(api):
    body = post(api, GOODS | {"lines": [{"quantity": 1}] * 101})
    problem = assert_problem(body, 400, "invalid", "lines")
    assert problem["errors"][0]["code"] == "too_many_items"


@pytest.mark.promise("C38")
@pytest.mark.parametrize(
    "field", ["is_staff", "role", "status", "commission_rate", "booth", "total", "id", "code", ""]
)
def test_a_field_nobody_asked_for_is_refused(api, field):
    problem = assert_problem(post(api, GOODS | {field: 1}), 400, "invalid", field)
    assert problem["errors"][0]["code"] == "unknown_field"


def test_a_strange_field_name_is_told_back_short_and_readable(api):
    response = post(api, '{"\\ud800%s": 1}' % ("x" * 500))
    names = [each["field"] for each in response.json()["errors"]]
    assert response.status_code == 400
    assert "?" + "x" * 99 in names


@pytest.mark.promise("C39")
@pytest.mark.promise("C40")
@pytest.mark.promise("C41")
@pytest.mark.promise("C51")
@pytest.mark.parametrize("field", ["price", "quantity", "version"])
@pytest.mark.parametrize(
    "value",
    ["true", "false", '"1000"', '"1_000"', '" 1000 "', '"٣"', '"１２３"', '"1e9"', '"1.000"', "0.5",
     "1000.0", "1e3", "1e400", "[1000]", '{"$gt": 0}', "null", '""', "9" * 4_000],
)  # fmt: skip
def test_a_number_is_a_json_integer_and_nothing_else(api, field, value):
    body = json.dumps(GOODS | {field: 0}).replace(f'"{field}": 0', f'"{field}": {value}')
    assert_problem(post(api, body), 400, "invalid", field)


@pytest.mark.promise("C50")
@pytest.mark.promise("C54")
@pytest.mark.parametrize(
    "value", [0, -1, 999, 10**13, 2**31, TOO_BIG_FOR_ANY_COLUMN, -TOO_BIG_FOR_ANY_COLUMN]
)
def test_a_price_is_within_its_bounds(api, value):
    if value == 2**31:
        assert post(api, GOODS | {"price": value}).status_code == 201
    else:
        assert_problem(post(api, GOODS | {"price": value}), 400, "invalid", "price")


def test_minus_zero_is_no_price(api):
    body = json.dumps(GOODS).replace("125000", "-0")
    assert_problem(post(api, body), 400, "invalid", "price")


@pytest.mark.promise("C60")
@pytest.mark.promise("C61")
@pytest.mark.promise("C63")
@pytest.mark.promise("C64")
@pytest.mark.parametrize("value", [0, -1, 10_000, 2**31, TOO_BIG_FOR_ANY_COLUMN, 1.5])
def test_a_quantity_is_whole_and_from_1_to_9999(api, value):
    assert_problem(post(api, GOODS | {"quantity": value}), 400, "invalid", "quantity")


@pytest.mark.promise("C62")
def test_a_quantity_of_five_thousand_digits_is_a_wrong_quantity(api):
    body = json.dumps(GOODS).replace(": 2}", ": " + "9" * 5_000 + "}")
    assert_problem(post(api, body), 400, "invalid", "quantity")


@pytest.mark.parametrize(
    ("field", "value"),
    [("is_open", "true"), ("is_open", 1), ("is_open", None), ("unit", "tấn"), ("unit", 1),
     ("unit", ["kg"]), ("unit", {}), ("phone", 84912345678), ("phone", "123"), ("phone", ""),
     ("email", "a@b"), ("email", 1), ("slug", "Nước"), ("slug", "a--b"), ("slug", "a\n"),
     ("slug", 1), ("slug", "a" * 101), ("name", 1), ("name", None), ("name", ["a"]),
     ("address", "x"), ("address", None), ("address", []), ("lines", {}), ("lines", "x")],
)  # fmt: skip
def test_every_field_keeps_to_its_type(api, field, value):
    body = post(api, GOODS | {field: value}).json()
    assert (body["status"], [each["field"] for each in body["errors"]]) == (400, [field])


def test_nested_errors_are_told_by_their_path(api):
    sent = GOODS | {
        "address": {"street": "", "city": "x"},
        "lines": [{"quantity": 1}, {"quantity": 0}, {}],
    }
    body = post(api, sent).json()
    assert {each["field"]: each["code"] for each in body["errors"]} == {
        "address.street": "blank",
        "address.city": "unknown_field",
        "lines.1.quantity": "min_value",
        "lines.2.quantity": "required",
    }


def test_all_that_is_wrong_is_told_at_once(api):
    body = post(api, {"name": " ", "role": "x"}).json()
    assert {each["field"] for each in body["errors"]} == {"name", "price", "quantity", "role"}


def test_an_optional_text_may_be_empty(api):
    body = post(api, GOODS | {"story": " ", "email": ""}).json()
    assert (body["story"], body["email"]) == ("", "")


# --- queries ---


def test_a_query_is_read_in_its_types(api):
    response = api.get("/api/v1/search/?q=n%C6%B0%E1%BB%9Bc+m%E1%BA%AFm&stars=4&in_stock=true")
    assert response.json() == {"q": "nước mắm", "stars": 4, "in_stock": True}


def test_letters_may_come_unescaped(api):
    raw = "q=nước".encode().decode("latin-1")
    assert api.get("/api/v1/search/", QUERY_STRING=raw).json() == {"q": "nước"}


@pytest.mark.promise("C18")
def test_wildcards_are_letters_like_others(api):
    assert api.get("/api/v1/search/?q=%25_%5C").json() == {"q": "%_\\"}


@pytest.mark.promise("C13")
@pytest.mark.promise("C11")
@pytest.mark.promise("C12")
@pytest.mark.promise("C16")
@pytest.mark.promise("C17")
@pytest.mark.promise("C26")
@pytest.mark.promise("C27")
@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("lang=vi%27+OR+1%3D1--", "lang", "unknown_parameter"),
        ("fields=payout_account", "fields", "unknown_parameter"),
        ("expand=owner", "expand", "unknown_parameter"),
        ("format=xml", "format", "unknown_parameter"),
        ("_method=DELETE", "_method", "unknown_parameter"),
        ("stars=4&stars=5", "stars", "duplicate_parameter"),
        ("q=%00", "q", "null_character"),
        ("q=%ff%fe", "q", "invalid_encoding"),
        ("q=%ed%a0%80", "q", "invalid_encoding"),
        ("q=" + "a" * 101, "q", "too_long"),
        ("stars=abc", "stars", "invalid"),
        ("stars=", "stars", "invalid"),
        ("stars=+4", "stars", "invalid"),
        ("stars=4.0", "stars", "invalid"),
        ("stars=1e400", "stars", "invalid"),
        ("stars=nan", "stars", "invalid"),
        ("stars=%D9%A3", "stars", "invalid"),
        ("stars=" + "9" * 5_000, "stars", "invalid"),
        ("stars=99999999999999999999", "stars", "invalid"),
        ("stars=6", "stars", "max_value"),
        ("in_stock=1", "in_stock", "invalid"),
        ("ordering=password", "ordering", "invalid_choice"),
        ("ordering=id%3Bdrop", "ordering", "invalid_choice"),
        ("ordering=booth__owner__email", "ordering", "invalid_choice"),
    ],
)
def test_a_wrong_parameter_is_named(api, query, field, code):
    response = api.get(f"/api/v1/search/?{query}")
    assert response.status_code == 400
    assert [(e["field"], e["code"]) for e in response.json()["errors"]] == [(field, code)]


@pytest.mark.promise("C14")
@pytest.mark.promise("C15")
def test_a_hundred_thousand_letters_are_no_question(api):
    problem = assert_problem(api.get("/api/v1/search/?q=" + "a" * 100_000), 400, "invalid", "q")
    assert problem["errors"][0]["code"] == "too_long"


def test_a_thousand_parameters_are_too_many(api):
    query = "&".join(f"a{i}=1" for i in range(1000))
    assert_problem(api.get(f"/api/v1/search/?{query}"), 400, "too_many_parameters")


def test_a_post_takes_no_parameters(api):
    response = post(api, GOODS, path="/api/v1/goods/?q=1")
    assert response.json()["errors"][0]["code"] == "unknown_parameter"


@pytest.mark.promise("C19")
@pytest.mark.promise("C20")
@pytest.mark.promise("C21")
@pytest.mark.promise("C22")
@pytest.mark.parametrize(
    ("query", "field"),
    [*((f"price_min={value}", "price_min") for value in NO_SUMS),
     ("own=yes", "own"), ("booth=a%00", "booth"),
     ("booth=a&booth=b", "booth"), ("booth__in=a", "booth__in"), ("booth=" + "a" * 101, "booth"),
     ("page_size=0", "page_size"), ("page_size=abc", "page_size"), ("page_size=-1", "page_size"),
     ("page_size=", "page_size"), ("page_size=000", "page_size"), ("cursor=", "cursor")],
)  # fmt: skip
def test_a_wrong_filter_is_named(api, query, field):
    response = api.get(f"/api/v1/events/?{query}")
    assert response.status_code == 400
    assert [each["field"] for each in response.json()["errors"]] == [field]


# --- who may, and how ---


@pytest.fixture
def signed_in(api):
    api.force_login(a_user("Khách", "+84900000100"))
    return api


def test_a_closed_endpoint_answers_401_to_strangers(api):
    response = api.get("/api/v1/closed/")
    assert_problem(response, 401, "not_authenticated")
    assert response["WWW-Authenticate"]


def test_a_closed_endpoint_answers_its_own(signed_in):
    assert signed_in.get("/api/v1/closed/").status_code == 200


@pytest.mark.promise("C109")
@pytest.mark.parametrize("path", ["/api/v1/closed/", "/api/v1/open/"])
def test_a_signed_in_write_needs_the_token_of_our_pages(signed_in, path):
    signed_in.handler.enforce_csrf_checks = True
    assert_problem(signed_in.post(path), 403, "csrf_failed")


def test_an_open_endpoint_needs_no_token_of_a_guest():
    guest = Client(enforce_csrf_checks=True)
    assert guest.post("/api/v1/open/").json() == {"user": None}


def test_an_open_endpoint_that_asks_for_nobody_touches_no_session(signed_in):
    response = signed_in.get("/api/v1/search/")
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"] == "public, max-age=60"


def test_an_answer_for_one_person_is_not_stored(signed_in):
    response = signed_in.get("/api/v1/open/")
    assert "no-store" in response["Cache-Control"]


def test_a_shared_answer_is_not_sent_twice(api):
    first = api.get("/api/v1/search/?q=a")
    again = api.get("/api/v1/search/?q=a", headers={"If-None-Match": first["ETag"]})
    other = api.get("/api/v1/search/?q=b", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert other.status_code == 200


@pytest.mark.promise("C28")
@pytest.mark.parametrize("accept", ["application/xml", "text/html", "image/*", "application/yaml"])
def test_json_is_the_only_language(api, accept):
    assert_problem(api.get("/api/v1/search/", headers={"Accept": accept}), 406, "not_acceptable")


@pytest.mark.parametrize(
    "accept", ["*/*", "application/json", "application/*", "text/html, */*;q=0.1", None]
)
def test_a_browser_may_read_json_too(api, accept):
    headers = {"Accept": accept} if accept else {}
    assert api.get("/api/v1/search/", headers=headers).status_code == 200


@pytest.mark.promise("C44")
@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH", "TRACE", "OPTIONS"])
def test_a_method_that_is_not_offered_is_405(api, method):
    response = api.generic(method, "/api/v1/search/")
    assert_problem(response, 405, "method_not_allowed")
    assert response["Allow"] == "GET, HEAD"


@pytest.mark.promise("C44")
def test_a_method_cannot_be_overridden(api):
    response = api.get("/api/v1/search/", headers={"X-HTTP-Method-Override": "DELETE"})
    assert response.status_code == 200


def test_too_many_calls_of_one_address_wait(api):
    statuses = [api.get("/api/v1/throttled/").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    response = api.get("/api/v1/throttled/")
    assert_problem(response, 429, "throttled")
    assert 1 <= int(response["Retry-After"]) <= 60


@pytest.mark.promise("C164")
def test_an_address_that_a_caller_claims_is_not_believed(api):
    for number in range(2):
        api.get("/api/v1/throttled/", headers={"X-Forwarded-For": f"10.0.0.{number}"})
    response = api.get("/api/v1/throttled/", headers={"X-Forwarded-For": "10.0.0.9"})
    assert response.status_code == 429


# --- refusals ---


def test_a_refusal_carries_what_the_caller_needs_to_go_on(api):
    body = assert_problem(
        api.get("/api/v1/failing/conflict/"), 409, "insufficient_stock", "lines.0"
    )
    assert body["available"] == 3
    assert body["detail"] == "Chỉ còn 3"


def test_what_is_not_there_answers_alike_whatever_the_reason(api):
    assert_problem(api.get("/api/v1/failing/missing/"), 404, "not_found")


@pytest.mark.parametrize(("how", "seconds"), [("busy", "7"), ("locked", "2")])
def test_who_is_busy_says_when_to_come_back(api, how, seconds, monkeypatch):
    monkeypatch.setattr("backend.core.rest.problems.is_busy", lambda error: True)
    response = api.get(f"/api/v1/failing/{how}/")
    assert_problem(response, 503, "busy")
    assert response["Retry-After"] == seconds


def test_a_bug_tells_nothing_of_itself(api):
    response = api.get("/api/v1/failing/bug/")
    assert response.status_code == 500
    assert b"ZeroDivision" not in response.content


@pytest.mark.parametrize(
    ("header", "word"),
    [("", "Không tìm thấy"), ("en", "Not found"), ("en-GB,en;q=0.9", "Not found"), ("vi", "Không"),
     ("fr, en;q=0.5", "Not found"), ("en;q=0, vi", "Không"), ("q=abc", "Không"),
     ("en," * 4_000, "Không"), ("*", "Không")],
)  # fmt: skip
@pytest.mark.promise("C185")
def test_the_api_speaks_the_language_asked_for(api, header, word, monkeypatch):
    monkeypatch.setattr("backend.core.rest.problems._", _told)
    response = api.get("/api/v1/failing/missing/", headers={"Accept-Language": header})
    assert response.json()["title"].startswith(word)
    assert "Accept-Language" in response["Vary"]


def _told(text):
    from django.utils.translation import get_language

    return {"Không tìm thấy": "Not found"}.get(text, text) if get_language() == "en" else text


# --- keys ---


@pytest.mark.promise("C45")
@pytest.mark.parametrize(
    ("key", "code"),
    [("", "idempotency_key_missing"), ("k" * 300, "idempotency_key_invalid"),
     ("a\tb", "idempotency_key_invalid"), ("khóa", "idempotency_key_invalid")],
)  # fmt: skip
def test_a_key_is_short_and_plain(api, key, code):
    response = post(api, {"street": "x"}, path="/api/v1/once/", **{"Idempotency-Key": key})
    assert_problem(response, 400, code, "Idempotency-Key")
