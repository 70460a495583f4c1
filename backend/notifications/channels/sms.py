"""A text message through any gateway that takes one HTTP POST with a JSON body.

The account says how: `settings` {"base_url", "path", "sender", "fields": {ours: theirs}},
`secrets` {"api_key"}. Ours are `to`, `text`, `sender`, `reference`.
"""

from typing import ClassVar, Literal

from backend.core import outbound
from backend.core.errors import PartnerFailed
from backend.core.text import strip_marks
from backend.notifications.contract import Account, Channel, Letter, Undeliverable

_FIELDS = {"to": "to", "text": "text", "sender": "from", "reference": "reference"}
_NEVER = {400, 404, 422}


class Sms(Channel):
    """Text goes without diacritics: 160 characters a part instead of 70."""

    code = "sms"
    reaches: ClassVar[Literal["phone", "email", "user"]] = "phone"
    needs = frozenset({"api_key"})

    def deliver(self, letter: Letter, account: Account | None) -> None:
        assert account is not None
        ours = {
            "to": letter.destination,
            "text": strip_marks(letter.as_text()),
            "sender": account.settings.get("sender", ""),
            "reference": letter.reference,
        }
        names = {**_FIELDS, **account.settings.get("fields", {})}
        answer = outbound.partner(account.settings["base_url"]).post(
            account.settings.get("path", "/"),
            json={names[name]: value for name, value in ours.items()},
            headers={"Authorization": f"Bearer {account.secrets['api_key']}"},
        )
        if answer.status in _NEVER:
            raise Undeliverable(f"sms {answer.status}")
        if not 200 <= answer.status < 300:
            raise PartnerFailed(code=f"sms_{answer.status}")
