"""What a channel is given to deliver, and how it says that it could not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, Protocol


class Undeliverable(Exception):
    """It will never arrive: a wrong number, a blocked sender. Trying again is useless."""


class TokenEnded(Exception):
    """The account's token has run out; `Channel.renew` gets another one."""


class Account(Protocol):
    """The operator's account at the partner behind a channel."""

    partner: str
    settings: dict[str, Any]
    secrets: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one destination. `reference` is ours and the same at every try.

    `values` are what the text was made of, already in the reader's language, for partners that
    keep the text themselves.
    """

    reference: str
    kind: str
    destination: str
    subject: str
    body: str
    link: str = ""
    language: str = "vi"
    values: Mapping[str, str] = field(default_factory=dict)

    def as_text(self) -> str:
        """Body and address of the page, for what has no subject."""
        return f"{self.body} {self.link}".strip()


class Channel:
    """`needs` names the secrets without which the channel is off; empty means it is always on."""

    code: ClassVar[str]
    reaches: ClassVar[Literal["phone", "email", "user"]]
    needs: ClassVar[frozenset[str]] = frozenset()

    def can_say(self, kind: str, account: Account | None) -> bool:
        """Some partners carry only texts they have approved."""
        return True

    def deliver(self, letter: Letter, account: Account | None) -> None:
        """Hand it over. Raises Undeliverable, TokenEnded, or PartnerFailed to be tried again."""
        raise NotImplementedError

    def renew(self, account: Account) -> Mapping[str, str]:
        """New secrets for an account whose token has ended, for channels that raise TokenEnded."""
        raise NotImplementedError
