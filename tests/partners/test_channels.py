"""Every message channel of a partner speaks that partner's language, over real HTTP."""

from types import SimpleNamespace

import pytest

from backend.core.errors import PartnerFailed
from backend.notifications import channels, contract
from tests.partners import wire

OF_PARTNERS = {code: channel for code, channel in channels.CHANNELS.items() if channel.needs}
EXAMPLES = [
    pytest.param(channel, example, id=f"{code}-{name}")
    for code, channel in OF_PARTNERS.items()
    for name, example in wire.of("channel", code).items()
]
RENEWED = [each for each in EXAMPLES if "renew" in each.values[1]]
RAISES = {
    "Undeliverable": contract.Undeliverable,
    "TokenEnded": contract.TokenEnded,
    "PartnerFailed": PartnerFailed,
}


def account_of(example: dict, url: str) -> SimpleNamespace:
    return SimpleNamespace(
        partner="",
        settings={**example["settings"], "base_url": url, "oauth_url": url},
        secrets=example["secrets"],
    )


@pytest.mark.parametrize("code", OF_PARTNERS)
def test_a_channel_is_registered_under_its_own_code_and_has_examples(code):
    examples = wire.of("channel", code)
    assert OF_PARTNERS[code].code == code
    assert {None, "Undeliverable", "PartnerFailed"} <= {e.get("raises") for e in examples.values()}
    assert all(next(iter(example)) == "source" for example in examples.values())


@pytest.mark.parametrize(("channel", "example"), EXAMPLES)
def test_a_letter_is_delivered_or_refused_as_the_example_says(channel, example, partner):
    partner.answers.append(example["answer"])
    letter, account = contract.Letter(**example["letter"]), account_of(example, partner.url)
    assert channel.can_say(letter.kind, account)
    if "raises" in example:
        with pytest.raises(RAISES[example["raises"]]):
            channel.deliver(letter, account)
    else:
        channel.deliver(letter, account)
    wire.assert_asked(partner.asked.pop(), example["request"])


@pytest.mark.parametrize(("channel", "example"), RENEWED)
def test_a_token_that_ended_is_renewed(channel, example, partner):
    partner.answers.append(example["renew"]["answer"])
    assert channel.renew(account_of(example, partner.url)) == example["renew"]["secrets"]
    wire.assert_asked(partner.asked.pop(), example["renew"]["request"])


def test_zalo_says_only_what_a_template_was_approved_for():
    account = SimpleNamespace(settings={"templates": {"order_confirmed": "1"}}, secrets={})
    zalo = channels.by_code("zalo")
    assert zalo.can_say("order_confirmed", account)
    assert not zalo.can_say("hold_ending", account)
