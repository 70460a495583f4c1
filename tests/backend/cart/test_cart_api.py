"""The cart over HTTP: guests and members, merging, changes said plainly, hostile input."""

from datetime import timedelta

import pytest
from django.test import Client

from backend.booths.models import Booth
from backend.cart import tasks
from backend.cart.models import Cart, CartLine
from backend.catalogue import services as catalogue
from backend.core import clock
from tests.builders.catalogue import a_variant
from tests.builders.shopping import Shopper


@pytest.fixture
def variant(people):
    return a_variant(people.booth_a, name="Nước mắm Ba Làng", price_vnd=90_000, on_hand=10)


@pytest.fixture
def other(people):
    return a_variant(people.booth_b, name="Chiếu cói Nga Sơn", price_vnd=250_000, on_hand=5)


@pytest.fixture
def guest(db):
    return Shopper()


def reprice(variant, price_vnd):
    variant.refresh_from_db()
    catalogue.set_price(variant=variant, price_vnd=price_vnd, version=variant.version, actor=None)


def recount(variant, on_hand):
    variant.refresh_from_db()
    catalogue.count_stock(variant=variant, on_hand=on_hand, version=variant.version)


def test_looking_into_an_empty_cart_writes_nothing_and_gives_a_token(guest):
    cart = guest.cart()
    assert cart["lines"] == []
    assert cart["token"]
    assert not Cart.objects.exists()


def test_the_token_of_an_empty_cart_becomes_the_key_of_the_first_one(guest, variant):
    token = guest.cart()["token"]
    assert guest.add(variant).json()["token"] == token
    assert guest.cart()["count"] == 1


def test_one_cart_holds_goods_of_several_booths(guest, variant, other, people):
    guest.add(variant, 2)
    cart = guest.add(other).json()
    assert cart["count"] == 3
    assert cart["subtotal_vnd"] == 2 * 90_000 + 250_000
    assert [line["booth"]["slug"] for line in cart["lines"]] == [
        people.booth_a.slug,
        people.booth_b.slug,
    ]


@pytest.mark.promise("C65")
def test_the_same_goods_twice_are_one_line(guest, variant):
    guest.add(variant, 2)
    cart = guest.add(variant, 3).json()
    assert [(line["variant"], line["quantity"]) for line in cart["lines"]] == [(variant.pk, 5)]


def test_a_guest_without_a_header_is_known_by_the_cookie(variant, other):
    client = Client()
    body = {"variant": variant.pk, "quantity": 1}
    answer = client.post("/api/v1/cart/lines/", body, content_type="application/json")
    cookie = answer.cookies["cart"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert int(cookie["max-age"]) == 60 * 24 * 3600
    assert client.get("/api/v1/cart/").json()["count"] == 1


def test_the_header_goes_before_the_cookie(variant, other):
    client = Client()
    body = {"variant": variant.pk, "quantity": 1}
    client.post("/api/v1/cart/lines/", body, content_type="application/json")
    someone = Shopper()
    token = someone.add(other, 2).json()["token"]
    assert client.get("/api/v1/cart/", headers={"X-Cart-Token": token}).json()["count"] == 2


@pytest.mark.parametrize("token", ["x", "a:b", "ệ", "A" * 43, "A" * 5_000])
def test_a_token_that_we_did_not_give_out_opens_nothing(guest, variant, token):
    guest.add(variant)
    answer = Client().get("/api/v1/cart/", headers={"X-Cart-Token": token})
    assert answer.status_code == 200
    assert answer.json()["lines"] == []
    assert answer.json()["token"] != token


def test_a_guests_call_needs_no_csrf_token_and_no_origin(variant):
    strict = Shopper(enforce_csrf=True)
    assert strict.add(variant).status_code == 201


@pytest.mark.promise("C109")
def test_a_members_call_without_csrf_token_changes_nothing(people, variant):
    strict = Shopper(people.shopper, enforce_csrf=True)
    answer = strict.add(variant)
    assert answer.status_code == 403
    assert answer.json()["code"] == "csrf_failed"
    assert not CartLine.objects.exists()


def test_at_sign_in_the_guests_cart_goes_into_the_members(people, variant, other):
    earlier = Shopper(people.shopper)
    earlier.add(variant, 1)
    guest = Shopper()
    guest.add(variant, 2)
    guest.add(other, 1)
    member = Shopper(people.shopper)
    member.token = guest.token
    merged = member.cart()
    assert {line["variant"]: line["quantity"] for line in merged["lines"]} == {
        variant.pk: 3,
        other.pk: 1,
    }
    assert member.cart()["count"] == 4, "merged once"
    assert guest.call("GET", "/cart/").json()["lines"] == []


def test_a_members_cart_does_not_open_by_its_token_alone(people, variant):
    member = Shopper(people.shopper)
    member.add(variant)
    stranger = Shopper()
    stranger.token = member.token
    assert stranger.cart()["lines"] == []
    stranger.add(variant)
    assert stranger.cart()["count"] == 1
    assert member.cart()["count"] == 1


def test_a_line_is_changed_unticked_kept_for_later_and_removed(guest, variant):
    line = guest.add(variant, 2).json()["lines"][0]["id"]
    path = f"/cart/lines/{line}/"
    assert guest.call("PATCH", path, {"quantity": 4}).json()["subtotal_vnd"] == 360_000
    assert guest.call("PATCH", path, {"is_selected": False}).json()["subtotal_vnd"] == 0
    kept = guest.call("PATCH", path, {"is_saved_for_later": True, "is_selected": True}).json()
    assert (kept["count"], len(kept["lines"])) == (0, 1)
    assert guest.call("DELETE", path).json()["lines"] == []
    assert guest.call("DELETE", path).status_code == 404


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_the_line_of_another_cart_looks_like_none(guest, variant, method):
    line = guest.add(variant).json()["lines"][0]["id"]
    stranger = Shopper()
    stranger.add(variant)
    answer = stranger.call(
        method, f"/cart/lines/{line}/", {"quantity": 9} if method == "PATCH" else None
    )
    assert answer.status_code == 404
    assert guest.cart()["count"] == 1


@pytest.mark.promise("C4")
@pytest.mark.parametrize("number", ["0", "-1", str(2**63), "9" * 5_000, "1%00"])
def test_line_numbers_that_cannot_be_are_not_found(guest, variant, number):
    guest.add(variant)
    assert guest.call("DELETE", f"/cart/lines/{number}/").status_code == 404


@pytest.mark.promise("C60")
@pytest.mark.parametrize(
    "quantity",
    [0, -1, 10_000, 2**31, 2**63, 1.5, "3", " 3 ", "1_0", "٣", True, None, [3], {"$gt": 0}],
)
def test_a_quantity_is_a_whole_number_of_sale_units(guest, variant, quantity):
    answer = guest.add(variant, quantity)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["quantity"]
    line = guest.add(variant, 2).json()["lines"][0]["id"]
    answer = guest.call("PATCH", f"/cart/lines/{line}/", {"quantity": quantity})
    assert answer.status_code == 400
    assert guest.cart()["count"] == 2


@pytest.mark.promise("C62")
def test_a_quantity_of_5000_digits_is_refused(guest, variant):
    body = f'{{"variant": {variant.pk}, "quantity": {"9" * 5_000}}}'
    answer = guest.call("POST", "/cart/lines/", body)
    assert answer.status_code == 400


@pytest.mark.promise("C66")
def test_more_than_there_is_is_refused_with_what_there_is(guest, variant):
    answer = guest.add(variant, 11)
    assert answer.status_code == 409
    assert (answer.json()["code"], answer.json()["available"]) == ("insufficient_stock", 10)
    guest.add(variant, 6)
    assert guest.add(variant, 6).status_code == 409
    assert guest.cart()["count"] == 6


def test_unknown_goods_are_not_found_and_hidden_ones_unavailable(guest, variant):
    assert guest.add(variant.pk + 1_000).status_code == 404
    catalogue.hide(variant.product)
    answer = guest.add(variant)
    assert (answer.status_code, answer.json()["code"]) == (409, "unavailable")


@pytest.mark.promise("C38")
def test_a_field_that_is_not_ours_is_refused(guest, variant):
    body = {"variant": variant.pk, "quantity": 1, "unit_price": 1}
    answer = guest.call("POST", "/cart/lines/", body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0] | {"message": ""} == {
        "field": "unit_price",
        "code": "unknown_field",
        "message": "",
    }


def kinds(cart):
    return [change["kind"] for change in cart["changes"]]


def test_what_changed_is_said_plainly_at_every_look_until_it_was_quoted(guest, variant, other):
    guest.add(variant, 4)
    guest.add(other, 1)
    reprice(variant, 95_000)
    recount(variant, 3)
    reprice(other, 200_000)
    cart = guest.cart()
    assert kinds(cart) == ["price_up", "less_stock", "price_down"]
    assert cart["changes"][0]["text"] == (
        "Nước mắm Ba Làng: giá lên từ 90.000\xa0₫ thành 95.000\xa0₫."
    )
    assert cart["changes"][1]["text"] == "Nước mắm Ba Làng: chỉ còn 3 chai (bạn chọn 4)."
    assert cart["subtotal_vnd"] == 3 * 95_000 + 200_000
    assert kinds(guest.cart()) == ["price_up", "less_stock", "price_down"]
    assert kinds(guest.quote().json()) == ["price_up", "less_stock", "price_down"]
    now = guest.cart()
    assert now["changes"] == []
    assert now["lines"][0]["quantity"] == 3


def test_goods_that_cannot_be_had_say_why(guest, variant, other, people):
    guest.add(variant)
    guest.add(other)
    recount(variant, 0)
    Booth.objects.filter(pk=people.booth_b.pk).update(state=Booth.State.SUSPENDED)
    cart = guest.cart()
    assert kinds(cart) == ["sold_out", "booth_closed"]
    assert cart["subtotal_vnd"] == 0
    assert [line["reason"] for line in cart["lines"]] == ["sold_out", "booth_closed"]


@pytest.mark.parametrize("lines", [1, 10])
def test_a_look_costs_as_many_queries_for_ten_lines_as_for_one(
    people, django_assert_num_queries, lines
):
    guest = Shopper()
    for _ in range(lines):
        guest.add(a_variant(people.booth_a))
    with django_assert_num_queries(3):
        guest.cart()


def test_a_guests_cart_is_kept_as_long_as_its_cookie(guest, people, variant):
    guest.add(variant)
    Shopper(people.shopper).add(variant)
    with clock.at(clock.now() + timedelta(days=59)):
        tasks.forget_left()
        assert Cart.objects.count() == 2
    with clock.at(clock.now() + timedelta(days=61)):
        tasks.forget_left()
        assert [cart.user for cart in Cart.objects.all()] == [people.shopper]
