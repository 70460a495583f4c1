"""Every bank feed does what the contract says, shown on its own wire examples."""

from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace

import pytest

from backend.payments import contract
from backend.payments.feeds import FEEDS, sepay
from tests.partners import wire

FEEDS_AND_EXAMPLES = [
    pytest.param(feed, example, id=f"{code}-{name}")
    for code, feed in FEEDS.items()
    for name, example in wire.of("feed", code).items()
]

TOLD = [each for each in FEEDS_AND_EXAMPLES if each.values[1].get("events")]
SIGNED = [each for each in TOLD if "hmac_secret" in each.values[1]["secrets"]]


def call_of(example: dict) -> contract.WebhookCall:
    call = example["call"]
    return contract.WebhookCall(
        method=call["method"],
        path="/",
        query={},
        headers={name.lower(): value for name, value in call["headers"].items()},
        body=call["body"].encode(),
        received_at=datetime.fromisoformat(call["received_at"]),
    )


def account_of(example: dict, **settings: str) -> SimpleNamespace:
    return SimpleNamespace(settings=settings, secrets=example["secrets"])


def told(events) -> list[dict]:
    return [
        {
            "event_id": event.event_id,
            "reference": event.reference,
            "account_number": event.account_number,
            "amount_vnd": event.amount_vnd,
            "content": event.content,
            "occurred_at": event.occurred_at.isoformat(),
        }
        for event in events
    ]


@pytest.mark.parametrize("code", FEEDS)
def test_a_feed_is_registered_under_its_own_code_and_has_examples(code):
    examples = wire.of("feed", code)
    assert FEEDS[code].code == code
    assert {example.get("raises") for example in examples.values()} >= {
        None,
        "Forged",
        "Unreadable",
    }
    assert all(next(iter(example)) == "source" for example in examples.values())


@pytest.mark.promise("C145")
@pytest.mark.promise("I11")
@pytest.mark.parametrize(("feed", "example"), FEEDS_AND_EXAMPLES)
def test_a_call_is_read_or_refused_as_the_example_says(feed, example):
    call, account = call_of(example), account_of(example)
    if "raises" in example:
        with pytest.raises(getattr(contract, example["raises"])):
            feed.read_webhook(call, account)
    else:
        assert told(feed.read_webhook(call, account)) == example["events"]


@pytest.mark.parametrize(("feed", "example"), TOLD)
def test_what_is_stored_of_a_call_says_nothing_of_the_balance(feed, example):
    (event,) = feed.read_webhook(call_of(example), account_of(example))
    assert event.kept
    assert "accumulated" not in event.kept


@pytest.mark.promise("C145")
@pytest.mark.parametrize(("feed", "example"), SIGNED)
def test_one_changed_byte_of_a_signed_body_is_forged(feed, example):
    call, account = call_of(example), account_of(example)
    for position in range(0, len(call.body), 7):
        changed = bytearray(call.body)
        changed[position] ^= 1
        with pytest.raises(contract.Forged):
            feed.read_webhook(replace(call, body=bytes(changed)), account)


@pytest.mark.promise("C163")
@pytest.mark.parametrize("code", FEEDS)
def test_without_secrets_a_feed_is_off(code):
    assert not FEEDS[code].is_on(SimpleNamespace(settings={}, secrets={}))
    assert not FEEDS[code].is_on(SimpleNamespace(settings={}, secrets={"hmac_secret": ""}))


@pytest.mark.parametrize("code", [code for code, feed in FEEDS.items() if "since" in feed.can])
def test_a_feed_that_can_be_asked_tells_what_came_since(code, partner):
    examples = wire.of("feed", code, "list")
    assert examples
    for example in examples.values():
        partner.answers.append(example["answer"])
        account = SimpleNamespace(
            settings={"account_number": "1012345678", "base_url": partner.url},
            secrets={"api_token": "DEMOTOKEN"},
        )
        events, cursor = FEEDS[code].since(example["cursor"], account)
        assert told(events) == example["events"]
        assert cursor == example["next_cursor"]
        wire.assert_asked(partner.asked.pop(), example["request"])


@pytest.mark.parametrize("code", [code for code, feed in FEEDS.items() if "since" in feed.can])
def test_what_the_list_tells_is_the_same_event_as_the_webhooks(code):
    (listed,) = wire.of("feed", code, "list").values()
    assert wire.of("feed", code)["incoming-hmac"]["events"] == listed["events"]


def test_sepays_worked_value_reproduces():
    body = b'{"id":92704,"transferAmount":1250000}'
    assert sepay.sign("DEMOSECRET", 1795226400, body) == (
        "sha256=c8247ed554659a5cdc5b6a5e4860c60c8a6228ce8a0318989061728340a8fc16"
    )


def test_sepay_is_answered_in_its_own_form():
    assert FEEDS["sepay"].reply("late") == contract.Reply(200, {"success": True})
