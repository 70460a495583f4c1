"""The bank's webhook, by HTTP."""

import json
import time

import pytest

from backend.core import clock
from backend.partners import services as partners
from backend.payments import selectors
from backend.payments.feeds import sepay
from backend.payments.models import BankTransfer, ProviderEvent
from tests.builders.payments import SECRET, a_feed, an_unpaid_order
from tests.builders.payments import payment_of as pay

pytestmark = pytest.mark.django_db

CANARY = "CANARY-9f31-secret"


def address(feed) -> str:
    return f"/api/v1/payments/webhooks/sepay/{feed.webhook_key}/"


def body_for(order, **fields) -> bytes:
    told = {
        "id": 92704,
        "gateway": "Vietcombank",
        "transactionDate": "2026-11-21 09:00:00",
        "accountNumber": order.booth.bank_account_number,
        "code": None,
        "content": f"{order.code} chuyen tien",
        "transferType": "in",
        "transferAmount": order.total_vnd,
        "accumulated": 19_077_000,
        "subAccount": None,
        "referenceCode": "MBVCB.3278907687",
        "description": "",
    }
    return json.dumps(told | fields).encode()


def call(client, feed, body: bytes, *, secret: str = SECRET, at: int | None = None, **headers):
    stamp = int(clock.now().timestamp()) if at is None else at
    return client.post(
        address(feed),
        body,
        content_type="application/json",
        headers={
            "X-SePay-Timestamp": str(stamp),
            "X-SePay-Signature": sepay.sign(secret, stamp, body),
            **headers,
        },
    )


def test_a_signed_call_pays_the_order_and_is_answered_in_sepays_form(client, order, linked):
    answer = call(client, linked.feed, body_for(order))
    assert (answer.status_code, answer.json()) == (200, {"success": True})
    assert pay(order).status == "paid"
    assert ProviderEvent.objects.get().outcome == "matched"


@pytest.mark.promise("C147")
def test_the_same_call_a_hundred_times_is_answered_alike(client, order, linked):
    answers = {
        (answer.status_code, answer.content)
        for answer in (call(client, linked.feed, body_for(order)) for _ in range(100))
    }
    assert answers == {(200, b'{"success":true}')}
    assert pay(order).received_vnd == 110_000
    assert BankTransfer.objects.count() == ProviderEvent.objects.count() == 1


@pytest.mark.promise("C145")
def test_a_forged_call_is_refused_counted_and_not_stored(client, order, linked):
    body = body_for(order)
    forged = [
        call(client, linked.feed, body, secret="OTHER"),
        call(client, linked.feed, body, **{"X-SePay-Signature": ""}),
        call(client, linked.feed, body, at=int(clock.now().timestamp()) - 301),
        call(client, linked.feed, body, at=int(clock.now().timestamp()) + 301),
        client.post(address(linked.feed), body, content_type="application/json"),
    ]
    assert [answer.status_code for answer in forged] == [401] * 5
    linked.feed.refresh_from_db()
    assert linked.feed.forged_calls == 5
    assert not ProviderEvent.objects.exists()
    assert pay(order).status == "pending"


@pytest.mark.promise("C164")
def test_who_the_caller_says_to_be_makes_no_difference(client, order, linked):
    answer = client.post(
        address(linked.feed),
        body_for(order),
        content_type="application/json",
        headers={"X-Forwarded-For": "103.255.238.9", "Authorization": f"Apikey {SECRET}"},
    )
    assert answer.status_code == 401


def test_the_timestamp_is_held_against_the_markets_clock(client, order, linked):
    assert abs(time.time() - clock.now().timestamp()) > 600
    assert call(client, linked.feed, body_for(order), at=int(time.time())).status_code == 401


@pytest.mark.promise("C163")
def test_an_account_without_secrets_is_off(client, order, linked):
    linked.feed.secrets = {}
    linked.feed.save()
    answer = call(client, linked.feed, body_for(order))
    assert (answer.status_code, answer.json()["code"]) == (503, "account_off")
    linked.feed.refresh_from_db()
    assert linked.feed.forged_calls == 0


@pytest.mark.promise("C163")
def test_an_account_that_was_switched_off_is_off(client, order, linked):
    partners.disconnect(account=linked.feed)
    assert call(client, linked.feed, body_for(order)).status_code == 503


def test_a_guessed_address_leads_nowhere(client, linked):
    for path in ("sepay/guessed/", f"casso/{linked.feed.webhook_key}/"):
        answer = client.post(f"/api/v1/payments/webhooks/{path}", b"{}", "application/json")
        assert answer.status_code == 404


def test_both_secrets_fit_while_one_replaces_the_other(client, order, linked):
    partners.rotate_secret(account=linked.feed, name="hmac_secret", value="NEWSECRET")
    body = body_for(order)
    assert call(client, linked.feed, body).status_code == 200
    assert call(client, linked.feed, body, secret="NEWSECRET").status_code == 200
    partners.end_rotation(account=linked.feed)
    assert call(client, linked.feed, body).status_code == 401
    assert call(client, linked.feed, body, secret="NEWSECRET").status_code == 200


def test_an_api_key_is_enough_where_there_is_no_hmac_secret(client, people, now):
    feed = a_feed(people.booth_a, api_key="DEMOKEY")
    order = an_unpaid_order(people.booth_a)
    for key, status in (("OTHER", 401), ("DEMOKEY", 200)):
        answer = client.post(
            address(feed),
            body_for(order),
            content_type="application/json",
            headers={"Authorization": f"Apikey {key}"},
        )
        assert answer.status_code == status


@pytest.mark.promise("C162")
def test_a_body_that_is_too_large_is_not_even_read(client, order, linked):
    answer = call(client, linked.feed, body_for(order, description="x" * 5_000_000))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.promise("C162")
def test_a_flood_of_calls_is_slowed_down(client, linked, monkeypatch):
    monkeypatch.setattr("backend.payments.api.WebhookThrottle.limit", 5)
    answers = [call(client, linked.feed, b"{}", secret="OTHER").status_code for _ in range(8)]
    assert answers == [401] * 5 + [429] * 3


def test_a_body_the_partner_garbled_is_said_to_be_so(client, order, linked):
    answer = call(client, linked.feed, body_for(order)[:80])
    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")
    assert not ProviderEvent.objects.exists()


@pytest.mark.parametrize("content", ["\x00\x00", "\ud800", "e\u0301" * 600, "", "💵" * 100])
def test_no_content_stops_the_money_from_being_seen(client, order, linked, content):
    answer = call(client, linked.feed, body_for(order, content=content))
    assert answer.status_code == 200
    assert selectors.transfers_waiting(linked).count() == 1


def test_money_that_went_out_is_none_of_our_business(client, order, linked):
    assert call(client, linked.feed, body_for(order, transferType="out")).status_code == 200
    assert not ProviderEvent.objects.exists()


def test_a_partner_that_accepts_no_json_is_answered_all_the_same(client, order, linked):
    answer = call(client, linked.feed, body_for(order), Accept="text/html")
    assert answer.status_code == 200


@pytest.mark.promise("I23")
def test_neither_secrets_nor_account_numbers_reach_the_log(client, people, now, caplog):
    people.booth_a.bank_account_number = "19036666777788"
    feed = a_feed(people.booth_a, hmac_secret=CANARY)
    order = an_unpaid_order(people.booth_a)
    with caplog.at_level("DEBUG"):
        call(client, feed, body_for(order), secret=CANARY)
        call(client, feed, body_for(order), secret="OTHER")
        call(client, feed, body_for(order)[:80], secret=CANARY)
    shown = caplog.text + repr(feed) + str(feed)
    assert pay(order).status == "paid"
    assert CANARY not in shown
    assert "19036666777788" not in caplog.text
    assert people.booth_a.phone not in caplog.text
