"""A cart over two booths, and the checkout's form as a browser would send it."""

import re

import pytest

from backend.booths.models import Booth
from tests.builders.booths import a_booth
from tests.builders.catalogue import a_variant

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
PERSON = {
    "name": "Chị Lan",
    "phone": "0912 345 678",
    "email": "",
    "province": "38",
    "commune": "16093",
    "street": "Tổ 3, ấp Mỹ Đông",
}


@pytest.fixture
def sauce(db):
    """Fish sauce of a booth that is paid by cash or by transfer, seen by hand."""
    return a_variant(a_booth(name="Cửa hàng mẫu Mắm"), name="Nước mắm mẫu", price_vnd=90_000)


@pytest.fixture
def mat(db):
    """A sedge mat of a booth that takes cash alone."""
    booth = a_booth(
        name="Tổ nghề mẫu Chiếu", commune_id="20194", payment_state=Booth.PaymentState.NONE
    )
    return a_variant(booth, name="Chiếu cói mẫu", price_vnd=350_000, on_hand=3)


@pytest.fixture
def put(client):
    """Put units of a variant into the guest's cart by the public form."""

    def put_into_cart(variant, quantity=1, **more):
        form = {"variant": variant.pk, "quantity": quantity, **more}
        return client.post("/gio-hang/them/", form, headers=SAME_ORIGIN)

    return put_into_cart


@pytest.fixture
def look(client):
    """The checkout as shown after the place is known: what the browser would send back."""

    def fees_shown(**typed):
        form = {**PERSON, "key": first_key(client), **typed, "action": "quote"}
        page = client.post("/thanh-toan/", form, headers=SAME_ORIGIN)
        assert page.status_code == 200
        return {**form, **fields_of(page.content.decode())}

    return fees_shown


@pytest.fixture
def place(client):
    def send(form, **changed):
        whole = {**form, **changed, "action": "place"}
        return client.post("/thanh-toan/", whole, headers=SAME_ORIGIN)

    return send


def first_key(client) -> str:
    return fields_of(client.get("/thanh-toan/").content.decode())["key"]


def fields_of(page: str) -> dict[str, str]:
    """Names and values of hidden fields and of chosen radio buttons."""
    fields = {}
    for tag in re.findall(r"<input[^>]*>", page):
        facts = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        counts = facts.get("type") == "hidden" or (
            facts.get("type") == "radio" and re.search(r"\schecked", tag)
        )
        if counts and facts.get("name"):
            fields[facts["name"]] = facts.get("value", "")
    return fields


def text_of(response) -> str:
    """What is read on the page: no tags, single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
