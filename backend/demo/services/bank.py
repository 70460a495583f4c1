"""Link the demo's booths with the simulated bank, which keeps nothing between two runs."""

from django.conf import settings
from django.urls import reverse

from backend.core import outbound
from backend.partners import selectors, services
from backend.partners.models import PartnerAccount


def link_accounts() -> int:
    """Tell the bank of every linked account; return how many. Raises PartnerFailed if it is shut.

    Some owners chose an HMAC secret, the others the API key: SePay offers both.
    """
    bank = outbound.partner(settings.SIMULATORS_URL)
    accounts = selectors.active("feed")
    for account in accounts:
        _point_at_the_simulator(account)
        assert account.booth
        bank.post(
            "/accounts",
            json={
                "number": account.settings["account_number"],
                "holder": account.booth.bank_account_holder,
                "bank": account.booth.bank_name,
                "webhook": _webhook(account),
                **account.secrets,
            },
        )
    return len(accounts)


def secrets_for(number: int, slug: str) -> dict[str, str]:
    """Sample secrets of the n-th linked booth."""
    door = "hmac_secret" if number % 3 else "api_key"
    return {door: f"demo-{slug}", "api_token": f"demo-token-{slug}"}


def _point_at_the_simulator(account: PartnerAccount) -> None:
    if account.settings.get("base_url") != settings.SIMULATORS_URL:
        services.connect(
            booth=account.booth,
            kind=account.kind,
            partner=account.partner,
            settings={**account.settings, "base_url": settings.SIMULATORS_URL},
            secrets=account.secrets,
        )


def _webhook(account: PartnerAccount) -> str:
    """The market's own door on this machine, whatever name the world knows it by."""
    path = reverse("api-feed-webhook", args=[account.partner, account.webhook_key])
    return f"http://127.0.0.1:{settings.PORT}{path}"
