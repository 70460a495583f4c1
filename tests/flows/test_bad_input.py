"""What people and programs send that is wrong, at the real API: the exact answer to each.

The rows follow the catalogue of bad inputs; pages have their own tests beside their code.
"""

import json
import re

import pytest
from django.urls import reverse

from backend.cart.models import CartLine
from backend.catalogue.models import Variant
from backend.orders.models import Purchase
from tests.architecture.access import sections
from tests.architecture.calls import BODIES, arguments, body
from tests.architecture.routes import routes
from tests.architecture.world import make_world
from tests.builders.catalogue import a_variant
from tests.builders.shopping import ADDRESS, CONTACT, Shopper

pytestmark = pytest.mark.django_db

VIETNAMESE = re.compile("[à-ỹđ]", re.I)
ROUTES = {route.name: route for route in routes() if not route.is_admin}
TAKES_A_BODY = [
    row
    for section in sections().values()
    for row in section
    if (row.route, row.method) in BODIES
    and ROUTES[row.route].is_api
    and row.route != "api-feed-webhook"
]

# No endpoint takes any of these, whatever it is for: (body, content type) → status, code.
NO_BODY = [
    ("", "application/json", 400, "parse_error"),
    ("{", "application/json", 400, "parse_error"),
    ("null", "application/json", 400, "parse_error"),
    ("[]", "application/json", 400, "parse_error"),
    ('"x"', "application/json", 400, "parse_error"),
    ('{"a":' * 100_000 + "1" + "}" * 100_000, "application/json", 400, "parse_error"),
    ('{"a": 1, "a": 2}', "application/json", 400, "parse_error"),
    ("{}", "application/json; charset=klingon", 415, "unsupported_media_type"),
    ("{}", "text/plain", 415, "unsupported_media_type"),
    ("{}", "", 415, "unsupported_media_type"),
    ("x=1", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
    ('{"a": "' + "a" * 3_000_000 + '"}', "application/json", 413, "too_large"),
]

MAY_BE_EMPTY = {"api-order-cancel", "api-booth-order-deliver"}

MASS_ASSIGNED = ["is_staff", "role", "status", "commission_rate", "booth", "total", "id"]


def wrongly_told(problem: dict, status: int, code: str) -> str:
    """What is not as promised in a problem's body; empty when all is."""
    if "detail" not in problem:
        return f"taken: {problem}"
    told = [problem["detail"], *(each["message"] for each in problem["errors"])]
    if (problem["status"], problem["code"]) != (status, code):
        return f"{problem['status']} {problem['code']}"
    if not all(VIETNAMESE.search(sentence) for sentence in told):
        return f"not in Vietnamese: {told}"
    return "" if problem["request_id"] else "without the number of the request"


def send(world, row, data: str, content_type: str = "application/json"):
    path = reverse(row.route, kwargs=arguments(ROUTES[row.route], row, world, world.a))
    headers = {"Idempotency-Key": "k"} if row.route == "api-checkout" else {}
    client = world.clients[row.allowed[0] if row.allowed else "shopper"]
    return client.generic(row.method, path, data, content_type=content_type, headers=headers)


@pytest.mark.promise("C29")
@pytest.mark.promise("C30")
@pytest.mark.promise("C34")
@pytest.mark.promise("C35")
@pytest.mark.promise("C36")
def test_no_endpoint_takes_what_is_no_json_object():
    world, wrong = make_world(), []
    assert len(TAKES_A_BODY) >= 10
    for row in TAKES_A_BODY:
        for data, content_type, status, code in NO_BODY:
            if not data and row.route in MAY_BE_EMPTY:
                continue
            answer = send(world, row, data, content_type)
            if told := wrongly_told(answer.json(), status, code):
                wrong.append(f"{row} {data[:20]!r} {content_type}: {told}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.promise("C38")
@pytest.mark.promise("C55")
def test_no_endpoint_takes_a_field_it_does_not_know():
    world, wrong = make_world(), []
    for row in TAKES_A_BODY:
        good = body(row, world, world.a)
        for name in {*MASS_ASSIGNED, "unit_price", "discount", "shipping_fee"} - set(good):
            problem = send(world, row, json.dumps({**good, name: 1})).json()
            codes = {(each["field"], each["code"]) for each in problem["errors"]}
            told = wrongly_told(problem, 400, "invalid")
            if told or codes != {(name, "unknown_field")}:
                wrong.append(f"{row} {name}: {told or codes}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.promise("C4")
@pytest.mark.promise("C5")
@pytest.mark.promise("C6")
@pytest.mark.promise("C7")
def test_an_address_of_nothing_is_not_found():
    """Every word of every address that names one thing."""
    world, wrong, seen = make_world(), [], 0
    odd = ["0", "-1", str(2**63), "9" * 5_000, "1%00", "١", "1e3", "0x1", "%2e%2e"]
    for row in (row for section in sections().values() for row in section):
        route = ROUTES[row.route]
        if not row.allowed or row.route in ("api-feed-webhook", "shop:product"):
            continue
        kwargs, client = arguments(route, row, world, world.a), world.clients[row.allowed[-1]]
        path = reverse(row.route, kwargs=kwargs)
        sent = body(row, world, world.a)
        for word, value in kwargs.items():
            for other in odd:
                there = path.replace(f"/{value}/", f"/{other}/", 1)
                if there == path:
                    continue
                seen += 1
                how = {"content_type": "application/json"} if route.is_api and sent else {}
                answer = getattr(client, row.method.lower())(
                    there, sent, headers={"Sec-Fetch-Site": "same-origin"}, **how
                )
                if answer.status_code not in (404, 301):  # 301: a name that is spelt differently
                    wrong.append(f"{row} {word}={other[:20]}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert seen > 200


# --- one value at a time -----------------------------------------------------------------------

INTEGERS = [True, "1_0", " 3 ", "٣", [3], {"$gt": 0}, None, 1.5, "1", "１２３"]
QUANTITIES = [0, -1, 2**31, 10**40, 1.5, *INTEGERS]
PRICES = [0, -1, 999, 10**13, 0.5, "1.000", "1e9", "1_000", "１２３", "50.000đ"]
TEXTS = {
    "Lan\ud800": "surrogate",
    "Lan\u0000": "null_character",
    "   ": "blank",
    "\u00a0\u200b\u3164": "blank",
    "\u202eLan": "bidi_control",
    "ÑAËC SAÛN": "legacy_font",
}
PHONES = ["091234567", "0123 456 789", "không có", "", "+1 202 555 0100 ext 5" * 3]
EMAILS = ["a@b", "a" * 250 + "@x.vn", "a b@x.vn"]
STREETS = {"x" * 2_000: "too_long", "Thôn 1\nThôn 2": "control_character"}


@pytest.fixture
def guest(people):
    """Has one unit of A's goods in the cart, quoted to Nga Sơn."""
    guest = Shopper()
    guest.variant = a_variant(people.booth_a, on_hand=20)
    guest.add(guest.variant)
    guest.line = guest.cart()["lines"][0]["id"]
    guest.quote()
    return guest


def refused(answer, field: str, code: str | None = None) -> None:
    problem = answer.json()
    assert wrongly_told(problem, 400, problem["code"]) == "", problem
    assert problem["code"] in ("invalid", problem["errors"][0]["code"])
    assert [each["field"] for each in problem["errors"]] == [field]
    if code:
        assert problem["errors"][0]["code"] == code


@pytest.mark.promise("C39")
@pytest.mark.promise("C40")
@pytest.mark.promise("C41")
@pytest.mark.promise("C60")
@pytest.mark.promise("C61")
@pytest.mark.promise("C62")
@pytest.mark.promise("C63")
@pytest.mark.promise("C64")
def test_a_quantity_is_a_whole_number_from_1_to_9999(guest):
    for quantity in QUANTITIES:
        wish = {"variant": guest.variant.pk, "quantity": quantity}
        refused(guest.call("POST", "/cart/lines/", wish), "quantity")
        refused(
            guest.call("PATCH", f"/cart/lines/{guest.line}/", {"quantity": quantity}), "quantity"
        )
    assert CartLine.objects.get().quantity == 1


@pytest.mark.promise("C50")
@pytest.mark.promise("C51")
@pytest.mark.promise("C54")
def test_a_price_is_whole_dong_from_1000(guest, people):
    owner = Shopper(people.owner_a)
    product, slug = guest.variant.product_id, people.booth_a.slug
    path = f"/seller/booths/{slug}/products/{product}/variants/{guest.variant.pk}/"
    for price in [*PRICES, True, [3], {"$gt": 0}]:
        refused(owner.call("PATCH", path, {"version": 1, "price_vnd": price}), "price_vnd")
    refused(owner.call("PATCH", path, '{"version": 1, "price_vnd": -0.0}'), "price_vnd")
    nan = owner.call("PATCH", path, '{"version": 1, "price_vnd": NaN}')
    assert wrongly_told(nan.json(), 400, "parse_error") == ""
    assert Variant.objects.get(pk=guest.variant.pk).price_vnd == 90_000


@pytest.mark.promise("C32")
@pytest.mark.promise("C33")
@pytest.mark.promise("C87")
@pytest.mark.promise("C88")
@pytest.mark.promise("C89")
def test_a_name_is_readable_text(guest):
    for name, code in TEXTS.items():
        body = json.dumps(
            {"contact": {**CONTACT, "name": name}, "address": ADDRESS, "payment": "cod"}
        )
        answer = guest.call("POST", "/checkout/", body, **{"Idempotency-Key": "k"})
        refused(answer, "contact.name", code)
    assert not Purchase.objects.exists()


@pytest.mark.promise("C91")
@pytest.mark.promise("C93")
def test_names_of_all_peoples_are_taken_and_kept_composed(guest):
    for number, name in enumerate(
        ["H'Hen Niê", "Y Moan Êñuôl", "Siu", "A" * 40, "ê\u0323" * 100, "=HYPERLINK(1)", "{{7*7}}"]
    ):
        placed = guest.place(f"name-{number}", contact={**CONTACT, "name": name})
        assert placed.status_code == 201, placed.json()
        kept = Purchase.objects.get(code=placed.json()["code"]).contact_name
        assert kept == name.replace("ê\u0323", "ệ")
        guest.add(guest.variant)
        guest.quote()


@pytest.mark.promise("C95")
@pytest.mark.promise("C96")
def test_a_phone_and_an_email_are_ones(guest):
    for phone in PHONES:
        answer = guest.place("k", contact={**CONTACT, "phone": phone})
        refused(answer, "contact.phone")
    for email in EMAILS:
        answer = guest.place("k", contact={**CONTACT, "email": email})
        refused(answer, "contact.email")
    assert not Purchase.objects.exists()


@pytest.mark.promise("C103")
@pytest.mark.promise("C106")
def test_an_address_lies_in_its_province_and_on_one_line(guest):
    for street, code in STREETS.items():
        answer = guest.quote(street=street)
        refused(answer, "address.street", code)
    for commune in ("20194", "99999", "1", "xxxxx"):
        refused(guest.quote(commune=commune), "address.commune")
        refused(guest.place("k", address={**ADDRESS, "commune": commune}), "address.commune")
    assert not Purchase.objects.exists()


@pytest.mark.promise("C45")
@pytest.mark.promise("C49")
def test_a_checkout_wants_a_key_that_can_be_kept(guest):
    body = {"contact": CONTACT, "address": ADDRESS, "payment": "cod"}
    for headers in ({}, {"Idempotency-Key": ""}, {"Idempotency-Key": "k" * 300},
                    {"Idempotency-Key": "a\x01b"}, {"Idempotency-Key": "khoá"}):  # fmt: skip
        problem = guest.call("POST", "/checkout/", body, **headers).json()
        assert problem["status"] == 400
        assert problem["code"].startswith("idempotency_key"), problem
    assert not Purchase.objects.exists()


def test_deliveries_payments_and_notes_name_what_is_offered(guest, people):
    slug = people.booth_a.slug
    for change, field in [
        ({"deliveries": {slug: "rocket"}}, f"deliveries.{slug}"),
        ({"deliveries": {"khong-co": "post"}}, "deliveries.khong-co"),
        ({"deliveries": [slug]}, "deliveries"),
        ({"payment": "gold"}, "payment"),
        ({"payment": {slug: "gold"}}, f"payment.{slug}"),
        ({"payment": {}}, f"payment.{slug}"),
        ({"payment": 1}, "payment"),
        ({"notes": {"khong-co": "x"}}, "notes.khong-co"),
        ({"notes": {slug: "x" * 501}}, f"notes.{slug}"),
    ]:
        refused(guest.place("k", **change), field)
    assert not Purchase.objects.exists()
