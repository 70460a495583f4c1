"""Money that nobody could match, money that goes back: each with its steps."""

from datetime import timedelta

import pytest

from backend.catalogue import services as catalogue
from backend.core import clock
from backend.orders.models import Order, Purchase
from backend.payments import selectors as payments
from backend.payments import services as money
from backend.payments.models import BankTransfer, RefundPromise
from tests.builders.catalogue import a_variant
from tests.builders.orders import a_placed_order
from tests.builders.payments import Bank, a_feed
from tests.frontend.seller.conftest import member, words_of


@pytest.fixture
def bank(people) -> Bank:
    return Bank(people.booth_a, a_feed(people.booth_a))


@pytest.fixture
def order(people, bank) -> Order:
    goods = a_variant(people.booth_a, price_vnd=90_000)
    return a_placed_order(goods, method="vietqr")


@pytest.fixture
def unmatched(bank, order) -> BankTransfer:
    bank.tells("chi Lan mua mam", 110_000)
    return BankTransfer.objects.get()


@pytest.fixture
def promise(owner, people, order) -> RefundPromise:
    """Paid, then refused."""
    money.mark_received(payment=payments.payment_of(order), actor=people.owner_a)
    owner.does(f"don-hang/{order.code}/cancel/", why="sold_out")
    return RefundPromise.objects.get()


def test_nothing_to_look_at_says_so(owner):
    assert "Không có khoản nào phải xem" in owner.reads("tien-vao/")


def test_a_transfer_without_a_code_shows_what_came_and_whose_it_may_be(owner, unmatched, order):
    words = owner.reads("tien-vao/")
    assert "110.000 ₫" in words
    assert "chi Lan mua mam" in words
    assert "Nội dung không khớp đơn nào" in words
    assert f"110.000 ₫ · Người mua · {order.code}" in words
    assert "1 Khoản tiền cần xem" in owner.reads()


def test_the_seller_says_which_order_it_pays(owner, unmatched, order):
    answer = owner.does(f"tien-vao/{unmatched.pk}/assign/", order=order.code)
    assert f"Đã ghi tiền này cho đơn {order.code}" in owner.told(answer)
    order.refresh_from_db()
    assert order.payment_status == "paid"
    again = owner.does(f"tien-vao/{unmatched.pk}/assign/", order=order.code)
    assert "đã được xử lý" in owner.told(again)


def test_choosing_no_order_is_asked_again(owner, unmatched, order):
    answer = owner.does(f"tien-vao/{unmatched.pk}/assign/")
    assert answer.status_code == 422
    assert "Chọn một đơn hàng" in words_of(answer)
    order.refresh_from_db()
    assert order.payment_status == "pending"


@pytest.mark.promise("I15")
def test_an_order_of_another_booth_cannot_be_chosen(owner, people, unmatched):
    theirs = a_placed_order(a_variant(people.booth_b), method="vietqr")
    answer = owner.does(f"tien-vao/{unmatched.pk}/assign/", order=theirs.code)
    assert answer.status_code == 422
    theirs.refresh_from_db()
    assert theirs.payment_status == "pending"


@pytest.mark.promise("I15")
def test_money_of_one_booth_is_none_of_anothers(people, unmatched, promise):
    other = member(people.owner_b, people.booth_b)
    assert other.does(f"tien-vao/{unmatched.pk}/returned/").status_code == 404
    assert other.does(f"tien-vao/tra-lai/{promise.pk}/returned/").status_code == 404
    assert "Không có khoản nào phải xem" in other.reads("tien-vao/")
    unmatched.refresh_from_db()
    promise.refresh_from_db()
    assert (unmatched.settled_at, promise.settled_at) == (None, None)


@pytest.mark.parametrize("step", ["returned", "not-ours"])
def test_a_transfer_is_given_back_or_put_aside(owner, unmatched, step):
    for _ in range(2):  # pressed twice
        assert owner.does(f"tien-vao/{unmatched.pk}/{step}/", note="15:40").status_code == 302
    unmatched.refresh_from_db()
    assert unmatched.settled_how == step.replace("-", "_")
    assert "Không có khoản nào phải xem" in owner.reads("tien-vao/")


def test_a_packer_touches_no_money(packer, unmatched, promise):
    assert packer.does(f"tien-vao/{unmatched.pk}/returned/").status_code == 403
    assert packer.does(f"tien-vao/tra-lai/{promise.pk}/send-anyway/").status_code == 403
    unmatched.refresh_from_db()
    promise.refresh_from_db()
    assert (unmatched.settled_at, promise.settled_at) == (None, None)


def test_whom_money_is_owed_can_be_called_though_the_order_was_never_taken(owner, promise, order):
    assert order.purchase.contact_phone.endswith("345678")
    assert "Gọi 0912 345 678" in owner.reads("tien-vao/")
    owner.does(f"tien-vao/tra-lai/{promise.pk}/returned/")
    assert "0912 345 678" not in owner.reads("tien-vao/") + owner.reads(f"don-hang/{order.code}/")


def test_money_owed_is_given_back_and_noted(owner, promise):
    words = owner.reads("tien-vao/")
    assert "Bạn đang giữ tiền của khách" in words
    assert "Trả lại trước" in words
    owner.does(f"tien-vao/tra-lai/{promise.pk}/returned/", note="chuyển lúc 15:40")
    promise.refresh_from_db()
    assert (promise.settled, promise.settled_note) == ("returned", "chuyển lúc 15:40")


def test_money_owed_too_long_is_told_apart(owner, promise):
    with clock.at(clock.now() + timedelta(days=4)):
        assert "Đã quá hạn trả lại" in owner.reads("tien-vao/")


def test_the_goods_are_sent_after_all_as_one_new_paid_order(owner, promise, order):
    path = f"tien-vao/tra-lai/{promise.pk}/send-anyway/"
    first, second = owner.does(path), owner.does(path)
    assert first.headers["Location"] == second.headers["Location"]
    assert Purchase.objects.count() == 2
    new = Order.objects.latest("id")
    assert new.code in first.headers["Location"]
    assert new.payment_status == "paid"
    order.refresh_from_db()
    assert order.state == "cancelled"


def test_goods_that_are_gone_cannot_be_sent_after_all(owner, promise, order):
    catalogue.mark_sold_out(variant=order.lines.get().variant)
    words = owner.told(owner.does(f"tien-vao/tra-lai/{promise.pk}/send-anyway/"))
    assert "hết hàng" in words
    assert Purchase.objects.count() == 1
    promise.refresh_from_db()
    assert promise.settled == ""


def test_a_buyer_who_says_to_have_paid_waits_for_a_word(owner, people, order):
    people.booth_a.payment_state = "by_hand"
    people.booth_a.save()
    money.claim_sent(payment=payments.payment_of(order))
    words = owner.reads("tien-vao/")
    assert "Khách báo đã chuyển" in words
    assert "ảnh chụp màn hình" in words


def test_a_step_nobody_knows_is_no_page(owner, unmatched, promise):
    assert owner.does(f"tien-vao/{unmatched.pk}/keep/").status_code == 404
    assert owner.does(f"tien-vao/tra-lai/{promise.pk}/keep/").status_code == 404


def test_as_many_queries_for_ten_sums_as_for_one(owner, bank, order, count_queries):
    for rows in (1, 9):
        for _ in range(rows):
            bank.tells("khong co ma", 50_000)
        with count_queries("seller.transfers"):
            owner.page("tien-vao/")
