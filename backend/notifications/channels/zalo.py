"""A Zalo notification (ZNS): a template the operator had approved, filled in for one phone.

The account says which template stands for which of our kinds: `settings` {"app_id", "templates":
{kind: template id}} and, for a stand-in, "base_url" and "oauth_url"; `secrets` {"access_token",
"refresh_token", "app_secret"}.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from backend.core import outbound
from backend.core.errors import PartnerFailed
from backend.notifications.contract import Account, Channel, Letter, TokenEnded, Undeliverable

_BASE_URL = "https://business.openapi.zalo.me"
_OAUTH_URL = "https://oauth.zaloapp.com"
# Wrong number, old app, blocked or closed account, no Zalo: the same answer tomorrow.
_NEVER = {-108, -110, -114, -118, -119}
_TOKEN_ENDED = -124
_UNKNOWN = -100


class Zalo(Channel):
    code = "zalo"
    reaches: ClassVar[Literal["phone", "email", "user"]] = "phone"
    needs = frozenset({"access_token", "refresh_token", "app_secret"})

    def can_say(self, kind: str, account: Account | None) -> bool:
        return account is not None and kind in account.settings.get("templates", {})

    def deliver(self, letter: Letter, account: Account | None) -> None:
        assert account is not None
        answer = outbound.partner(account.settings.get("base_url", _BASE_URL)).post(
            "/message/template",
            headers={"access_token": account.secrets["access_token"]},
            json={
                "phone": letter.destination.removeprefix("+"),
                "template_id": account.settings["templates"][letter.kind],
                "template_data": {**letter.values, "link": letter.link},
                "tracking_id": letter.reference,
            },
        )
        # The HTTP status is 200 for refusals as well.
        error = _object(answer).get("error", _UNKNOWN)
        if error == _TOKEN_ENDED:
            raise TokenEnded
        if error in _NEVER:
            raise Undeliverable(f"zalo {error}")
        if error != 0:
            raise PartnerFailed(code=f"zalo_{error}")

    def renew(self, account: Account) -> Mapping[str, str]:
        """An access token lives about a day; each refresh token works once."""
        answer = outbound.partner(account.settings.get("oauth_url", _OAUTH_URL)).post(
            "/v4/oa/access_token",
            headers={"secret_key": account.secrets["app_secret"]},
            data={
                "app_id": account.settings["app_id"],
                "grant_type": "refresh_token",
                "refresh_token": account.secrets["refresh_token"],
            },
        )
        tokens = _object(answer)
        if not tokens.get("access_token") or not tokens.get("refresh_token"):
            raise PartnerFailed(code="zalo_token")
        return {name: tokens[name] for name in ("access_token", "refresh_token")}


def _object(answer: outbound.Answer) -> dict[str, Any]:
    body = answer.json()
    return body if isinstance(body, dict) else {}
