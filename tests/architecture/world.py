"""A small market in which every kind of object stands twice: once of booth A, once of booth B."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from http.cookies import SimpleCookie
from types import SimpleNamespace

from django.test import Client

from backend.accounts.models import Address, User
from backend.aftersales import services as aftersales
from backend.booths.models import Booth, Document
from backend.cart import services as carts
from backend.catalogue import services as catalogue
from backend.catalogue.models import Variant
from backend.core import clock
from backend.curation import services as curation
from backend.orders.models import Order
from backend.payments import selectors as payments
from backend.payments import services as money
from backend.payments.models import BankTransfer, RefundPromise
from tests.builders.booths import a_booth
from tests.builders.catalogue import a_variant
from tests.builders.orders import CONTACT, a_placed_order, at_state
from tests.builders.payments import Bank, a_feed
from tests.people import People, make_people

GONE_CODE = "DH2601ZZZZZZ"
GONE_NUMBER = 987_654_321
EVIDENCE = b"%PDF-1.4 a decision"


@dataclass(frozen=True)
class Stall:
    """A booth with goods, orders in the states that actions start from, and money to look at."""

    booth: Booth
    variant: Variant
    draft: Variant
    orders: dict[str, Order]
    transfer: BankTransfer
    promise: RefundPromise
    recognition: object
    waiting: Booth  # another booth of the same province, to be verified

    @property
    def province(self) -> str:
        return self.booth.province_id


@dataclass(frozen=True)
class World:
    people: People
    a: Stall
    b: Stall
    address: Address
    line: int
    clients: dict[str, Client]

    @cached_property
    def cookies(self) -> dict[str, SimpleCookie]:
        """As after signing in: a client that signs out in a test is signed in for the next."""
        return {role: deepcopy(client.cookies) for role, client in self.clients.items()}


ROLES = {
    "guest": None,
    "shopper": "shopper",
    "other shopper": "other_shopper",
    "owner of A": "owner_a",
    "packer of A": "packer_a",
    "owner of B": "owner_b",
    "officer of 38": "officer",
    "officer of 48": "other_officer",
    "operator": "operator",
}


def make_world(marks: SimpleNamespace | None = None) -> World:
    """`marks` names words to be found again in everything that is private to booth B."""
    people = make_people()
    a = make_stall(people.booth_a, people.owner_a, people.shopper, people.officer)
    b = make_stall(
        people.booth_b, people.owner_b, people.other_shopper, people.other_officer, marks
    )
    address = Address.objects.create(
        user=people.shopper, name="Lan", phone="+84912345678", commune_id="16093", street="Thôn 2"
    )
    cart = carts.open(user=people.shopper, token=None, create=True)
    line = carts.add_line(cart=cart, variant_id=a.variant.pk, quantity=1)
    return World(people, a, b, address, line.pk, _clients(people))


def make_stall(
    booth: Booth, owner: User, buyer: User, officer: User, marks: SimpleNamespace | None = None
) -> Stall:
    variant = a_variant(booth, on_hand=500)
    draft = a_variant(booth, **({"name": marks.draft, "price_vnd": marks.price} if marks else {}))
    catalogue.hide(draft.product)
    bank = Bank(booth, a_feed(booth))
    if marks:
        booth.bank_account_number, booth.tax_code = marks.account, marks.tax_code
    booth.payment_state = Booth.PaymentState.BY_HAND
    booth.save()
    private = {"contact": marks.contact, "note": marks.note} if marks else {"contact": CONTACT}

    def ordered(state: str = "pending", **fields) -> Order:
        return at_state(a_placed_order(variant, user=buyer, **private, **fields), state, owner)

    orders = {
        state: ordered(state)
        for state in ("pending", "confirmed", "packed", "handed_over", "delivered")
    }
    orders["unpaid"] = ordered(method="vietqr")
    orders["marked"] = ordered(method="vietqr")
    money.mark_received(payment=payments.payment_of(orders["marked"]), actor=owner)
    orders["refused"] = ordered(method="vietqr")
    money.mark_received(payment=payments.payment_of(orders["refused"]), actor=owner)
    reason = marks.reason if marks else "Hết hàng"
    aftersales.cancel(order=orders["refused"], by="seller", actor=owner, reason=reason)
    bank.tells(marks.transfer if marks else "khong co ma", 50_000)
    variant.refresh_from_db()
    return Stall(
        booth=booth,
        variant=variant,
        draft=draft,
        orders=orders,
        transfer=BankTransfer.objects.get(booth=booth),
        promise=RefundPromise.objects.get(booth=booth),
        recognition=_recognition(variant, officer, marks),
        waiting=_waiting(booth, marks),
    )


def _recognition(variant: Variant, officer: User, marks: SimpleNamespace | None):
    return curation.record_recognition(
        product=variant.product,
        officer=officer,
        kind="craft_village",
        title="Làng nghề mẫu",
        decision_number=marks.decision if marks else "12/QĐ-UBND",
        authority="UBND tỉnh",
        decided_on=clock.today() - timedelta(days=30),
        evidence="B2",
        evidence_file=curation.keep_evidence(
            EVIDENCE + (marks.file.encode() if marks else b" of A")
        ),
    )


def _waiting(booth: Booth, marks: SimpleNamespace | None) -> Booth:
    waiting = a_booth(
        name=marks.waiting if marks else f"Chờ duyệt {booth.province_id}",
        commune_id=booth.commune_id,
        state=Booth.State.SUBMITTED,
        opened_at=None,
        submitted_at=clock.now(),
    )
    Document.objects.create(
        booth=waiting, kind="id", title="Giấy chứng nhận", number=marks.paper if marks else "01-A"
    )
    return waiting


def _clients(people: People) -> dict[str, Client]:
    clients = {}
    for role, name in ROLES.items():
        clients[role] = Client(raise_request_exception=False)
        if name:
            clients[role].force_login(getattr(people, name))
    return clients
