"""What a carrier is: the words in which the market speaks with whoever takes a parcel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from django.utils.functional import Promise

Ability = Literal["quote", "book", "cancel", "label", "fetch", "webhook"]


@dataclass(frozen=True, slots=True)
class Place:
    """An address as carriers read it: names, and the national statistics codes beside them."""

    street: str
    commune_code: str
    commune: str
    province_code: str
    province: str


@dataclass(frozen=True, slots=True)
class Rate:
    """One row of the dated postage table: whole đồng, days on the road."""

    option: str
    up_to_grams: int
    fee_vnd: int
    extra_kg_vnd: int
    days_min: int
    days_max: int


@dataclass(frozen=True, slots=True)
class Consignment:
    """Goods of one booth on their way to one address, before anyone takes them.

    `tariff` holds the rows of the carrier's own table for this zone, where it has one.
    `pickup_at` says where and when the booth gives goods out, "" if it does not.
    """

    origin: Place
    destination: Place
    weight_grams: int
    prep_days: int
    tariff: Sequence[Rate] = ()
    pickup_at: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A way of sending as it is offered; days count from the order and include packing."""

    code: str
    label: str
    carrier: str
    fee_vnd: int
    days_min: int
    days_max: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a carrier is asked to take; `reference` is the key under which it books only once."""

    reference: str
    option: str
    consignment: Consignment
    recipient_name: str
    recipient_phone: str
    cod_vnd: int
    contents: str


@dataclass(frozen=True, slots=True)
class Booking:
    waybill: str
    fee_vnd: int


@dataclass(frozen=True, slots=True)
class Track:
    """One thing a carrier says of a parcel: our word beside its own."""

    waybill: str
    word: str
    raw: str
    happened_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A booth's or the operator's account at the carrier, secrets readable."""

    settings: Mapping[str, str]
    secrets: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WebhookCall:
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    received_at: datetime


class Carrier:
    """One way to have parcels carried; `can` names the methods that it has."""

    code: ClassVar[str]
    label: ClassVar[str | Promise]
    can: ClassVar[frozenset[Ability]]
    needs: ClassVar[tuple[str, ...]] = ()

    def quote(self, consignment: Consignment) -> list[Option]:
        raise NotImplementedError

    def book(self, parcel: Parcel, account: Account) -> Booking:
        raise NotImplementedError

    def cancel(self, waybill: str, account: Account) -> bool:
        raise NotImplementedError

    def print_label(self, waybill: str, account: Account) -> bytes:
        raise NotImplementedError

    def fetch(self, waybill: str, account: Account) -> list[Track]:
        raise NotImplementedError

    def read_webhook(self, call: WebhookCall, account: Account) -> list[Track]:
        raise NotImplementedError
