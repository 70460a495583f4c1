"""Every way to pay does what it says it can, and nothing else."""

import pytest

from backend.payments.contract import Charge, Refund
from backend.payments.providers import PROVIDERS, vietqr

CHARGE = Charge("DH2611B7K3MX", 1_250_000, "970436", "1012345678")


@pytest.mark.parametrize(("code", "provider"), PROVIDERS.items())
def test_a_provider_starts_what_it_can_and_no_more(code, provider):
    started = provider.start(CHARGE, None)
    assert provider.code == code
    assert str(provider.label)
    assert bool(started.qr_payload) is ("qr" in provider.can)
    assert bool(started.redirect_url) is ("redirect" in provider.can)


@pytest.mark.parametrize("provider", PROVIDERS.values())
def test_what_a_provider_cannot_it_refuses_to_try(provider):
    if "refund" not in provider.can:
        with pytest.raises(NotImplementedError):
            provider.refund(Refund("key", "reference", 1), None)
    if "fetch" not in provider.can:
        with pytest.raises(NotImplementedError):
            provider.fetch("reference", None)


def test_a_qr_names_the_frozen_account_the_sum_and_the_code():
    fields = vietqr.parse(PROVIDERS["vietqr"].start(CHARGE, None).qr_payload)
    assert fields["38"]["01"] == {"00": "970436", "01": "1012345678"}
    assert (fields["54"], fields["62"]["08"]) == ("1250000", "DH2611B7K3MX")
