"""What a payment provider and a bank feed are: the words in which the market speaks with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal, Protocol

from django.utils.functional import Promise

Ability = Literal["redirect", "qr", "refund", "fetch", "since"]


class Forged(Exception):
    """The call was not made by the partner: no, wrong or stale signature."""


class Unreadable(Exception):
    """The partner made the call, but it does not say what it should."""


class Account(Protocol):
    """Whose account at the partner; without the needed secrets it is off."""

    settings: dict[str, Any]
    secrets: dict[str, Any]


@dataclass(frozen=True, slots=True)
class WebhookCall:
    """A partner's call as it came. Names of headers are in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """Money that reached an account, as the partner tells it.

    `reference` is the bank's, the same however often it is told; `kept` is what of the body is
    worth storing (no balance).
    """

    event_id: str
    reference: str
    account_number: str
    amount_vnd: int
    content: str
    occurred_at: datetime
    kept: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Charge:
    """What is to be paid, by which key it is known, and into which account."""

    key: str
    amount_vnd: int
    bank_bin: str = ""
    account_number: str = ""


@dataclass(frozen=True, slots=True)
class Started:
    """How the buyer goes on: a QR payload, an address, or nothing at all."""

    qr_payload: str = ""
    redirect_url: str = ""


@dataclass(frozen=True, slots=True)
class Refund:
    key: str
    reference: str
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class Reply:
    """Our answer to a webhook, in the partner's own form."""

    status: int
    body: Mapping[str, Any]


class Provider:
    """A way to pay. What is not in `can` is never called."""

    code: ClassVar[str]
    label: ClassVar[str | Promise]
    needs: ClassVar[frozenset[str]] = frozenset()
    can: ClassVar[frozenset[Ability]] = frozenset()

    def start(self, charge: Charge, account: Account | None) -> Started:
        raise NotImplementedError

    def read_webhook(self, call: WebhookCall, account: Account) -> Sequence[Event]:
        raise NotImplementedError

    def reply(self, outcome: str) -> Reply:
        raise NotImplementedError

    def fetch(self, reference: str, account: Account) -> Event:
        raise NotImplementedError

    def refund(self, refund: Refund, account: Account) -> None:
        raise NotImplementedError


class BankFeed:
    """Tells what money reached a booth's account."""

    code: ClassVar[str]
    label: ClassVar[str | Promise]
    can: ClassVar[frozenset[Ability]] = frozenset()

    def is_on(self, account: Account) -> bool:
        """Can a call be told from a forged one?"""
        raise NotImplementedError

    def read_webhook(self, call: WebhookCall, account: Account) -> Sequence[Event]:
        """Raises Forged, or Unreadable. Money that went out is no event."""
        raise NotImplementedError

    def reply(self, outcome: str) -> Reply:
        raise NotImplementedError

    def may_ask(self, account: Account) -> bool:
        """Has the owner allowed us to ask for the list of transfers?"""
        return False

    def since(self, cursor: str, account: Account) -> tuple[Sequence[Event], str]:
        """The events after `cursor` ("" is the beginning) and the next cursor; may be repeated."""
        raise NotImplementedError
