"""Who comes into which room of a booth, and nothing moves for those who do not."""

import pytest
from django.test import Client

from backend.booths import services as booths
from backend.booths.models import Membership
from backend.orders.models import Order, TrailEntry
from tests.builders.booths import a_booth
from tests.builders.catalogue import a_variant
from tests.builders.orders import a_placed_order, at_state
from tests.frontend.seller.conftest import member

ROOMS = ("", "don-hang/", "tien-vao/", "san-pham/", "gian-hang/")
NOT_FOR_PACKERS = ("confirm", "cancel", "received", "not-seen", "undo")
STEPS = (*NOT_FOR_PACKERS, "pack", "ship", "deliver", "lose")


@pytest.fixture
def order(people):
    return a_placed_order(a_variant(people.booth_a), method="vietqr")


def untouched(order: Order) -> bool:
    before = (order.state, order.payment_status)
    order.refresh_from_db()
    return (order.state, order.payment_status) == before and TrailEntry.objects.count() == 1


@pytest.mark.promise("I15")
def test_another_booths_owner_finds_no_door(stranger, order):
    for room in (*ROOMS, f"don-hang/{order.code}/", f"don-hang/{order.code}/kien/"):
        assert stranger.page(room).status_code == 404
    for step in STEPS:
        assert stranger.does(f"don-hang/{order.code}/{step}/", why="far").status_code == 404
    assert untouched(order)


@pytest.mark.promise("I15")
def test_an_order_of_another_booth_is_none_through_the_own_door(people, order):
    other = member(people.owner_b, people.booth_b)
    assert other.page(f"don-hang/{order.code}/").status_code == 404
    assert other.does(f"don-hang/{order.code}/confirm/").status_code == 404
    assert untouched(order)


def test_who_left_the_booth_finds_no_door(people, owner, order):
    membership = Membership.objects.get(user=people.owner_a)
    booths.end_membership(membership=membership)
    assert owner.page().status_code == 404
    assert owner.does(f"don-hang/{order.code}/confirm/").status_code == 404
    assert untouched(order)


def test_operator_officer_and_shopper_are_no_members(people):
    for user in (people.operator, people.officer, people.shopper):
        assert member(user, people.booth_a).page().status_code == 404


def test_a_visitor_is_asked_to_sign_in_first(nobody, order):
    for room in (*ROOMS, f"don-hang/{order.code}/"):
        assert "/tai-khoan/dang-nhap/" in nobody.page(room).headers["Location"]
    for step in STEPS:
        answer = nobody.does(f"don-hang/{order.code}/{step}/")
        assert "/tai-khoan/dang-nhap/" in answer.headers["Location"]
    assert untouched(order)


@pytest.mark.parametrize("step", NOT_FOR_PACKERS)
def test_a_packer_may_not(packer, order, step):
    answer = packer.does(f"don-hang/{order.code}/{step}/", why="far")
    assert answer.status_code == 403
    assert untouched(order)


def test_a_packer_stands_before_a_closed_till(packer, people):
    assert packer.page("tien-vao/").status_code == 403
    product = a_variant(people.booth_a).product
    assert packer.page(f"san-pham/{product.pk}/").status_code == 403
    assert packer.does(f"san-pham/{product.pk}/het-hang/").status_code == 403
    assert packer.does("gian-hang/nghi/", starts="2030-01-01").status_code == 403
    assert packer.does("gian-hang/nop/").status_code == 403
    product.refresh_from_db()
    assert product.in_stock


def test_a_packer_sees_goods_and_names_but_no_money(packer, people):
    order = a_placed_order(a_variant(people.booth_a, price_vnd=87_654), 2)
    at_state(order, "confirmed")
    code = f"don-hang/{order.code}/"
    shown = [packer.reads(room) for room in ("", "don-hang/", "san-pham/", "gian-hang/", code)]
    shown += [packer.reads(f"{code}kien/"), packer.reads(f"{code}phieu/")]
    for words in shown:
        assert "₫" not in words
        assert "Tiền vào" not in words
        assert people.booth_a.bank_account_number not in words
    assert "Người mua" in shown[1]


def test_who_acts_for_one_booth_lands_in_it(owner, people):
    answer = owner.client.get("/ban-hang/")
    assert answer.headers["Location"] == f"/ban-hang/{people.booth_a.slug}/"


def test_who_acts_for_two_booths_chooses(owner, people):
    second = a_booth(name="Gian hàng thứ hai")
    booths.add_member(booth=second, user=people.owner_a, role=Membership.Role.OWNER)
    words = owner.client.get("/ban-hang/").content.decode()
    assert people.booth_a.name in words
    assert second.name in words


def test_who_acts_for_none_is_told_so_kindly(people):
    shopper = member(people.shopper, people.booth_a)
    answer = shopper.client.get("/ban-hang/")
    assert answer.status_code == 200
    assert "Bạn chưa có gian hàng nào" in answer.content.decode()


def test_nobody_stores_a_page_of_a_booth(owner):
    for room in ROOMS:
        assert "no-store" in owner.page(room).headers["Cache-Control"]


def test_every_room_speaks_english_under_its_own_address(owner):
    answer = owner.client.get(f"/en/ban-hang/{owner.booth.slug}/")
    assert answer.status_code == 200
    assert f'href="/en/ban-hang/{owner.booth.slug}/don-hang/"' in answer.content.decode()


@pytest.mark.promise("C109")
def test_without_the_token_nothing_moves(people, order):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.owner_a)
    answer = client.post(f"/ban-hang/{people.booth_a.slug}/don-hang/{order.code}/received/")
    assert answer.status_code == 403
    assert untouched(order)
