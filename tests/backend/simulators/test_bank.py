"""The bank of the demo market speaks as SePay does."""

import json
import time
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from backend.core import clock
from backend.payments.contract import Forged, WebhookCall
from backend.payments.feeds.sepay import SePay
from backend.payments.models import Payment
from backend.regions.models import Province
from backend.regions.services import load_regions
from backend.simulators import bank as bank_module
from backend.simulators.server import market_time
from tests.builders.payments import a_feed, an_unpaid_order
from tests.people import make_people

ACCOUNT = {"number": "1012345678", "holder": "HTX MAU", "bank": "Vietcombank"}
WISH = {"account": "1012345678", "amount": 110_000, "content": "DH2611B7K3MX cảm ơn"}


@pytest.fixture
def linked(counter, ear):
    status, _body = counter.post("/accounts", {**ACCOUNT, "webhook": ear.url, "hmac_secret": "S"})
    assert status == 201
    return SimpleNamespace(
        settings={"account_number": ACCOUNT["number"]}, secrets={"hmac_secret": "S"}
    )


def read(call, account):
    headers, body = call
    heard = WebhookCall("POST", "/", {}, headers, body, clock.now())
    return SePay().read_webhook(heard, account)


def pay(counter, **fields) -> dict:
    status, body = counter.post("/transfers", {**WISH, **fields})
    assert status == 201
    counter.settled()
    return json.loads(body)


def test_our_own_feed_reads_what_the_bank_tells(counter, ear, linked):
    told = pay(counter)
    ((event,),) = [read(call, linked) for call in ear.calls]
    assert event.reference == told["reference"]
    assert (event.amount_vnd, event.content) == (110_000, "DH2611B7K3MX cảm ơn")
    assert abs(event.occurred_at.timestamp() - time.time()) < 5


def test_an_account_with_an_api_key_is_told_by_that_key(counter, ear):
    counter.post("/accounts", {**ACCOUNT, "webhook": ear.url, "api_key": "K"})
    pay(counter)
    account = SimpleNamespace(settings={}, secrets={"api_key": "K"})
    assert len(read(ear.calls[0], account)) == 1


def test_told_twice_is_the_same_event(counter, ear, linked):
    pay(counter, duplicate=True)
    first, second = [read(call, linked)[0] for call in ear.calls]
    assert first.event_id == second.event_id


def test_a_wrong_signature_is_forged(counter, ear, linked):
    pay(counter, wrong_signature=True)
    with pytest.raises(Forged):
        read(ear.calls[0], linked)


def test_what_is_not_answered_well_is_told_again_with_a_new_signature(counter, ear, linked):
    ear.answers = [(503, b"{}"), (200, b'{"success": false}')]
    pay(counter)
    assert len(ear.calls) == 3
    assert all(read(call, linked) for call in ear.calls)
    (transfer,) = counter.bank.transfers
    assert [attempt.status for attempt in transfer.attempts] == [503, 200, 200]


def test_a_market_that_is_closed_is_given_up_on(counter, linked):
    counter.post("/accounts", {**ACCOUNT, "webhook": "http://127.0.0.1:1/", "hmac_secret": "S"})
    pay(counter)
    (transfer,) = counter.bank.transfers
    assert [attempt.status for attempt in transfer.attempts] == [0, 0, 0]


def test_marks_are_dropped_and_words_are_added_as_banks_do(counter, ear, linked):
    pay(counter, without_diacritics=True, adorned=True)
    content = read(ear.calls[0], linked)[0].content
    assert "DH2611B7K3MX cam on" in content
    assert content.startswith("MBVCB.")


def test_a_strange_account_can_be_told(counter, ear, linked):
    pay(counter, unknown_account=True)
    assert read(ear.calls[0], linked)[0].account_number != ACCOUNT["number"]


def test_event_ids_grow_over_a_restart_of_the_bank(counter, linked):
    first = pay(counter)["id"]
    other = bank_module.Bank()
    other.register({**ACCOUNT, "webhook": "http://127.0.0.1:1/"})
    time.sleep(0.002)
    assert other.transfer(ACCOUNT["number"], 1, "", bank_module.Knobs()).id > first


def test_the_page_works_without_script_and_is_prefilled_from_a_link(counter, linked):
    _status, page = counter.get("/?account=1012345678&amount=110000&content=DH2611B7K3MX")
    assert "value='DH2611B7K3MX'" in page
    assert "<script" not in page
    status, page = counter.post("/transfers", {**WISH, "amount": "110.000"}, form=True)
    assert status == 200  # the redirect was followed
    assert "110.000\N{NO-BREAK SPACE}₫" in page


def test_what_is_typed_wrongly_is_kept_and_explained(counter, linked):
    status, page = counter.post("/transfers", {**WISH, "amount": "nhiều"}, form=True)
    assert status == 422
    assert "role='alert'" in page
    assert "value='nhiều'" in page


def test_what_people_type_stays_text(counter, ear):
    evil = "<img src=x onerror=alert(1)>'\""
    counter.post("/accounts", {**ACCOUNT, "holder": evil, "webhook": ear.url})
    counter.post("/transfers", {**WISH, "content": evil})
    counter.settled()
    _status, page = counter.get("/?content=%27%3E%3Cscript%3E&amount=%27%3E%3Cb%3E")
    assert "<img" not in page
    assert "<script" not in page
    assert "<b>" not in page


@pytest.mark.parametrize(
    "fields",
    [
        {"number": "", "webhook": "http://x/"},
        {"number": "<b>12345", "webhook": "http://x/"},
        {"number": "12345", "webhook": "file:///etc/passwd"},
    ],
)
def test_an_account_that_is_none_is_refused(counter, fields):
    assert counter.post("/accounts", fields)[0] == 400
    assert not counter.bank.accounts


def test_the_list_is_told_to_whoever_has_the_token_of_the_account(counter, ear):
    counter.post("/accounts", {**ACCOUNT, "webhook": ear.url, "hmac_secret": "S", "api_token": "T"})
    told = pay(counter)
    account = SimpleNamespace(
        settings={"account_number": ACCOUNT["number"], "base_url": counter.url},
        secrets={"api_token": "T"},
    )
    (event,), cursor = SePay().since("", account)
    assert (event.event_id, cursor) == (str(told["id"]), str(told["id"]))
    assert SePay().since(cursor, account) == ([], cursor)
    account.secrets["api_token"] = "other"
    assert SePay().since("", account) == ([], "0")


def test_the_bank_lives_as_many_days_ahead_as_the_market(tmp_path):
    clock_file = tmp_path / "clock"
    assert abs(market_time(clock_file) - time.time()) < 1
    clock_file.write_text("3\n")
    assert abs(market_time(clock_file) - time.time() - 3 * 86_400) < 1


def test_outside_of_a_demo_there_is_no_bank(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("simulators", port=0)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_bank_pays_an_order_of_a_running_market(counter, live_server):
    """The real webhook, from the bank's process to the market's, over HTTP."""
    if not Province.objects.exists():
        load_regions()
    booth = make_people().booth_a
    feed = a_feed(booth)
    order = an_unpaid_order(booth)
    counter.post(
        "/accounts",
        {
            "number": booth.bank_account_number,
            "holder": booth.bank_account_holder,
            "bank": booth.bank_name,
            "webhook": f"{live_server.url}/api/v1/payments/webhooks/sepay/{feed.webhook_key}/",
            "hmac_secret": feed.secrets["hmac_secret"],
        },
    )
    pay(counter, account=booth.bank_account_number, content=order.code, duplicate=True)
    (transfer,) = counter.bank.transfers
    assert [attempt.answer for attempt in transfer.attempts] == ['{"success":true}'] * 2
    assert Payment.objects.get().status == "paid"
