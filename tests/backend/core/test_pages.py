"""A page says who may store it, speaks by its path, and a form from elsewhere is asked about."""

import gzip
import logging

import pytest
from django.test import Client, RequestFactory

from backend.core import health, http, language, request_id
from tests.people import a_user

pytestmark = [pytest.mark.urls("tests.backend.core.market"), pytest.mark.django_db]


@pytest.fixture
def signed_in(client):
    client.force_login(a_user("Khách", "+84900000100"))
    return client


def test_a_public_page_is_the_same_bytes_for_everybody(signed_in):
    anonymous = Client().get("/ke/")
    known = signed_in.get("/ke/")
    assert anonymous.content == known.content
    for response in (anonymous, known):
        assert response["Cache-Control"] == "public, max-age=60"
        assert response["Vary"] == "Accept-Encoding"
        assert not response.cookies
    assert anonymous["ETag"] == known["ETag"]


def test_a_public_page_is_not_sent_twice():
    first = Client().get("/ke/")
    again = Client().get("/ke/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_public_page_travels_packed_to_who_can_unpack():
    plain = Client().get("/ke-dai/")
    packed = Client().get("/ke-dai/", headers={"Accept-Encoding": "br, gzip"})
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 5
    assert packed["ETag"] == plain["ETag"]
    assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"


def test_a_private_page_asks_for_a_sign_in_and_is_stored_by_nobody(signed_in):
    assert Client().get("/vi-tien/").status_code == 302
    response = signed_in.get("/vi-tien/")
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.promise("C192")
def test_what_nobody_declared_storable_is_not_stored(signed_in):
    response = signed_in.get("/vi-tien/x.css")
    assert response.status_code == 404
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(("path", "spoken"), [("/ke/", "vi"), ("/en/ke/", "en")])
def test_the_path_decides_the_language(path, spoken):
    response = Client().get(path, headers={"Accept-Language": "fr"})
    assert response["Content-Language"] == spoken


@pytest.mark.parametrize(
    ("here", "there"),
    [("/", "/en/"), ("/en/", "/"), ("/tim/?q=g%E1%BB%91m", "/en/tim/?q=g%E1%BB%91m"),
     ("/en/tim/?q=a&x=b", "/tim/?q=a&x=b"), ("/enough/", "/en/enough/")],
)  # fmt: skip
def test_a_page_links_its_other_language(here, there):
    assert language.translated_path(RequestFactory().get(here)) == there


# --- forms without a token ---

FORM = {"variant": "7"}


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


@pytest.mark.promise("C109")
@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}]
)
def test_a_form_of_our_own_page_goes_through(browser, headers):
    response = browser.post("/gio/", FORM, headers=headers)
    assert response.content.decode() == "đã thêm 7"


@pytest.mark.promise("C109")
@pytest.mark.parametrize(
    "headers",
    [
        {}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"}, {"Origin": "null"}, {"Origin": "https://evil.example"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://testserver"}, {"Origin": "http://testserver.evil.example"},
    ],
)  # fmt: skip
def test_a_form_from_elsewhere_is_asked_about_first(browser, headers):
    response = browser.post("/gio/", FORM | {"note": '"><b>'}, headers=headers)
    assert response.status_code == 403
    page = response.content.decode()
    assert 'name="variant" value="7"' in page
    assert '"><b>' not in page
    assert "csrfmiddlewaretoken" in page
    assert response["Cache-Control"] == "no-store"


@pytest.mark.promise("C109")
def test_confirming_lets_the_form_through(browser):
    page = browser.post("/gio/", FORM).content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert browser.post("/gio/", FORM | {"csrfmiddlewaretoken": token}).status_code == 200
    assert browser.post("/gio/", FORM | {"csrfmiddlewaretoken": "x" * 64}).status_code == 403
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post("/gio/", FORM | {"csrfmiddlewaretoken": token}).status_code == 403


# --- who asks, and in which request ---


def test_every_answer_carries_its_own_request_id():
    first, second = (Client().get("/ke/", headers={"X-Request-ID": "mine"}) for _ in range(2))
    assert first["X-Request-ID"] not in ("mine", second["X-Request-ID"])


def test_the_log_of_a_refusal_carries_the_id_of_the_answer(caplog):
    caplog.handler.addFilter(request_id.RequestIdFilter())
    response = Client().get("/khong-co/")
    logged = [record.request_id for record in caplog.records if record.name == "django.request"]
    assert logged == [response["X-Request-ID"]]


def test_a_log_line_knows_its_request():
    record = logging.makeLogRecord({})
    with request_id.named("abc"):
        assert request_id.RequestIdFilter().filter(record)
    assert record.request_id == "abc"


@pytest.mark.promise("C184")
@pytest.mark.parametrize(
    ("proxies", "claimed", "address"),
    [(0, "1.1.1.1", "9.9.9.9"), (1, "1.1.1.1", "1.1.1.1"), (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
     (2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"), (1, "", "9.9.9.9"), (3, "1.1.1.1", "1.1.1.1")],
)  # fmt: skip
def test_a_callers_address_is_counted_back_over_our_own_proxies(
    settings, proxies, claimed, address
):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="9.9.9.9", headers={"X-Forwarded-For": claimed})
    assert http.client_address(request) == address


@pytest.mark.promise("C183")
@pytest.mark.parametrize("host", ["evil.com", "evil.com:80", "a b", "testserver.evil.com"])
def test_a_foreign_host_name_is_refused(host):
    response = Client().get("/ke/", headers={"Host": host})
    assert response.status_code == 400
    assert "no-store" in response["Cache-Control"]


@pytest.mark.promise("C184")
def test_a_host_name_that_a_caller_claims_for_its_proxy_is_not_used():
    claim = {"X-Forwarded-Host": "evil.com", "X-Forwarded-Proto": "https"}
    response = Client().get("/vi-tien/", headers=claim)
    assert response["Location"].startswith("/vao/")


@pytest.mark.promise("C187")
@pytest.mark.parametrize("path", ["/ke/", "/api/v1/open/"])
def test_no_other_site_may_read_our_answers(path, signed_in):
    response = signed_in.get(path, headers={"Origin": "https://evil.example"})
    assert not [name for name in response.headers if name.startswith("Access-Control")]


@pytest.mark.promise("C186")
def test_a_session_somebody_else_chose_is_anonymous(client):
    client.cookies["sid"] = "a" * 32
    assert client.get("/api/v1/open/").json() == {"user": None}


# --- health ---


def test_a_living_process_says_so_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").status_code == 200


def test_a_ready_market_says_what_it_looked_at(client):
    body = client.get("/readyz").json()
    assert body == {
        "ready": True,
        "database": True,
        "unapplied_migrations": 0,
        "oldest_due_job_seconds": 0,
    }


def test_a_market_with_work_left_lying_is_not_ready(client):
    from datetime import timedelta

    from backend.core import clock
    from backend.core.models import Job

    Job.objects.create(name="x", run_after=clock.now() - timedelta(minutes=6))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert 360 <= response.json()["oldest_due_job_seconds"] < 370


def test_a_market_behind_its_migrations_is_not_ready(client, monkeypatch):
    monkeypatch.setattr(health, "_unapplied_migrations", lambda: 2)
    assert client.get("/readyz").status_code == 503


def test_a_market_without_its_database_is_not_ready(client, monkeypatch):
    from django.db import OperationalError

    def away():
        raise OperationalError

    monkeypatch.setattr(health, "_oldest_due_seconds", away)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["database"]) == (503, False)
