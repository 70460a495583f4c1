"""An order's way through the booth, pressed on the seller's pages."""

from datetime import timedelta

import pytest

from backend.catalogue.models import Variant
from backend.core import clock
from backend.logistics.models import Shipment
from backend.orders.models import TrailEntry
from backend.payments import selectors as payments
from backend.payments import services as money
from tests.builders.catalogue import a_variant
from tests.builders.orders import CONTACT, a_placed_order, at_state
from tests.frontend.seller.conftest import words_of


@pytest.fixture
def goods(people) -> Variant:
    return a_variant(people.booth_a, name="Nước mắm cốt", price_vnd=90_000, on_hand=10)


@pytest.fixture
def order(goods):
    return a_placed_order(goods, 2, note="Gọi trước khi giao")


@pytest.fixture
def unpaid(goods):
    return a_placed_order(goods, method="vietqr")


def page(order, *step: str) -> str:
    return "/".join(["don-hang", order.code, *step, ""])


def state(order) -> str:
    order.refresh_from_db()
    return order.state


# --- what is seen ---


def test_today_tells_how_many_wait_and_who(owner, order, goods):
    at_state(a_placed_order(goods), "confirmed")
    words = owner.reads()
    assert "1 Đơn mới cần trả lời" in words
    assert "1 Gói cần gửi đi" in words
    assert "0 Khoản tiền cần xem" in words
    assert "2 × Nước mắm cốt" in words
    assert "Gọi trước khi giao" in words


def test_an_order_stands_in_the_tab_of_what_it_waits_for(owner, goods):
    tabs = {
        "new": a_placed_order(goods),
        "unpaid": a_placed_order(goods, method="vietqr"),
        "packing": at_state(a_placed_order(goods), "confirmed"),
        "sending": at_state(a_placed_order(goods), "packed"),
        "underway": at_state(a_placed_order(goods), "in_transit"),
        "done": at_state(a_placed_order(goods), "delivered"),
        "ended": at_state(a_placed_order(goods), "cancelled"),
    }
    for tab, order in tabs.items():
        shown = owner.page("don-hang/", tab=tab).content.decode()
        assert [each.code for each in tabs.values() if each.code in shown] == [order.code], tab


def test_every_empty_tab_says_so(owner):
    for tab in ("new", "unpaid", "packing", "sending", "underway", "done", "ended", "?"):
        assert 'class="empty"' in owner.page("don-hang/", tab=tab).content.decode()


def test_a_long_list_goes_on_page_by_page(owner, people):
    many = a_variant(people.booth_a, on_hand=100)
    codes = [a_placed_order(many).code for _ in range(23)]
    first = owner.page("don-hang/").content.decode()
    assert sum(code in first for code in codes) == 20
    cursor = first.split("cursor=")[1].split('"')[0]
    second = owner.page("don-hang/", tab="new", cursor=cursor).content.decode()
    assert sum(code in second for code in codes) == 3
    assert owner.page("don-hang/", cursor="hỏng").status_code == 200


def test_the_buyer_is_hidden_until_the_order_is_taken(owner, order):
    before = owner.reads(page(order))
    assert CONTACT.phone not in owner.page(page(order)).content.decode()
    assert "Thôn 2" not in before
    assert "0912••••78" in before
    owner.does(page(order, "confirm"))
    after = owner.page(page(order)).content.decode()
    assert f"tel:{CONTACT.phone}" in after
    assert "Thôn 2" in after


def test_what_the_booth_receives_is_told_before_it_says_yes(owner, order):
    words = owner.reads(page(order))
    assert "Miễn phí (0 %)" in words
    assert "Không khấu trừ (0 %)" in words
    assert words.index("Bạn nhận 180.000 ₫") < words.index("Nhận đơn")


def test_the_parcel_is_written_without_a_printer(owner, order):
    assert owner.page(page(order, "kien")).status_code == 302  # not before it is taken
    owner.does(page(order, "confirm"))
    shown = owner.page(page(order, "kien"))
    words = words_of(shown)
    for written in ("Người mua", "0912 345 678", "Thôn 2", order.code, f"{order.code}P1"):
        assert written in words
    assert "Thu hộ 200.000 ₫" in words
    assert "<svg" in shown.content.decode()


def test_the_packing_list_says_what_goes_in_and_no_price(owner, order):
    words = owner.reads(page(order, "phieu"))
    assert "2 × Nước mắm cốt" in words
    assert "Gọi trước khi giao" in words
    assert "₫" not in words


# --- what is done ---


def test_an_order_is_taken_packed_sent_and_delivered(owner, packer, order):
    assert "Đã nhận đơn" in owner.told(owner.does(page(order, "confirm")))
    assert state(order) == "confirmed"
    assert "Đã đóng gói" in packer.told(packer.does(page(order, "pack")))
    assert state(order) == "packed"
    sent = packer.does(page(order, "ship"), way="post", waybill="EB123456789VN")
    assert "Đã ghi là gửi đi" in packer.told(sent)
    assert state(order) == "handed_over"
    assert order.waybill == "EB123456789VN"
    assert "nhận hàng" in packer.told(packer.does(page(order, "deliver")))
    assert state(order) == "delivered"
    assert order.payment_status == "paid"


def test_pressing_twice_does_it_once(owner, order):
    for _ in range(2):
        assert owner.does(page(order, "confirm")).status_code == 302
    assert TrailEntry.objects.filter(order=order, event="confirm").count() == 1
    for _ in range(2):
        assert owner.does(page(order, "ship"), way="own").status_code == 302
    assert Shipment.objects.filter(order=order).count() == 1


def test_a_step_that_came_too_late_is_explained_not_failed(owner, order):
    at_state(order, "delivered")
    words = owner.told(owner.does(page(order, "pack")))
    assert "đang ở bước khác" in words
    assert state(order) == "delivered"


def test_an_unpaid_order_is_not_taken(owner, unpaid):
    words = owner.told(owner.does(page(unpaid, "confirm")))
    assert "Khách chưa chuyển khoản xong" in words
    assert state(unpaid) == "pending"
    assert "Nhận đơn" not in owner.reads(page(unpaid)).split("Đơn đã đi tới đâu")[0]


def test_a_bus_has_a_number_a_phone_and_an_hour(owner, order):
    at_state(order, "packed")
    arrives = (clock.now() + timedelta(hours=20)).strftime("%Y-%m-%dT%H:%M")
    answer = owner.does(
        page(order, "ship"),
        way="bus",
        bus_number="36B-012.34",
        bus_phone="0912 000 111",
        arrives_at=arrives,
        waybill="không dùng",
    )
    assert "36B-012.34" in owner.told(answer)
    sent = Shipment.objects.get(order=order)
    assert (sent.way, sent.bus_phone, sent.waybill) == ("bus", "+84912000111", "")
    assert sent.arrives_at is not None


def test_a_bus_without_a_number_is_asked_for_it_and_keeps_what_was_typed(owner, order):
    at_state(order, "packed")
    answer = owner.does(page(order, "ship"), way="bus", bus_phone="0912 000 111")
    assert answer.status_code == 422
    assert "Ghi biển số xe" in words_of(answer)
    assert 'value="0912 000 111"' in answer.content.decode()
    assert state(order) == "packed"


def test_nothing_is_sent_without_a_way(owner, order):
    at_state(order, "packed")
    assert owner.does(page(order, "ship")).status_code == 422
    assert owner.does(page(order, "ship"), way="drone").status_code == 422
    assert state(order) == "packed"


def test_who_comes_for_the_goods_says_the_code(owner, packer, goods):
    order = at_state(a_placed_order(goods, delivery="pickup"), "packed")
    assert order.pickup_code not in owner.page(page(order)).content.decode()
    wrong = packer.does(page(order, "deliver"), pickup_code="000000")
    if order.pickup_code != "000000":
        assert wrong.status_code == 422
        assert "Mã nhận hàng chưa đúng" in words_of(wrong)
        assert state(order) == "packed"
    spaced = f"{order.pickup_code[:3]} {order.pickup_code[3:]}"
    assert packer.does(page(order, "deliver"), pickup_code=spaced).status_code == 302
    assert state(order) == "delivered"


def test_refusing_needs_a_reason_which_the_buyer_reads(owner, order, goods):
    silent = owner.does(page(order, "cancel"))
    assert silent.status_code == 422
    assert state(order) == "pending"
    assert owner.does(page(order, "cancel"), why="other", words=" ").status_code == 422
    owner.does(page(order, "cancel"), why="sold_out", words="Mẻ mới ra ngày 5/12")
    assert state(order) == "cancelled"
    assert order.cancel_reason == "Vừa hết hàng. Mẻ mới ra ngày 5/12"
    goods.refresh_from_db()
    assert goods.reserved == 0


def test_the_reason_is_stored_as_the_buyer_reads_it_whatever_the_seller_speaks(owner, order):
    path = f"/en/ban-hang/{owner.booth.slug}/{page(order, 'cancel')}"
    owner.client.post(path, {"why": "sold_out"})
    assert state(order) == "cancelled"
    assert order.cancel_reason == "Vừa hết hàng"


def test_a_paid_order_that_is_refused_says_that_money_goes_back(owner, people, unpaid):
    money.mark_received(payment=payments.payment_of(unpaid), actor=people.owner_a)
    assert "bạn chuyển lại" in owner.told(owner.does(page(unpaid, "cancel"), why="spoiled"))
    assert "1 Khoản tiền cần xem" in owner.reads()


def test_a_lost_parcel_is_told_with_what_happened(owner, order):
    at_state(order, "in_transit")
    assert owner.does(page(order, "lose")).status_code == 422
    assert owner.does(page(order, "lose"), note="Bưu điện báo mất").status_code == 302
    assert state(order) == "lost"


def test_an_action_nobody_knows_is_no_page(owner, order):
    assert owner.does(page(order, "explode")).status_code == 404
    assert state(order) == "pending"


def test_the_address_of_an_action_opened_by_hand_leads_to_the_order(owner, order):
    answer = owner.page(page(order, "confirm"))
    assert answer.headers["Location"].endswith(page(order))
    assert state(order) == "pending"


# --- the money of an order ---


def test_by_hand_the_page_warns_of_screenshots_and_marks_money(owner, unpaid):
    assert "Đừng tin ảnh chụp màn hình" in owner.reads(page(unpaid))
    marked = owner.told(owner.does(page(unpaid, "received")))
    unpaid.refresh_from_db()
    assert unpaid.payment_status == "paid"
    assert "Nhầm thì sửa lại được đến" in marked


def test_a_mark_is_taken_back_within_ten_minutes_and_not_after(owner, unpaid):
    owner.does(page(unpaid, "received"))
    assert "Sửa lại" in owner.reads(page(unpaid))
    owner.does(page(unpaid, "undo"))
    unpaid.refresh_from_db()
    assert unpaid.payment_status == "pending"
    owner.does(page(unpaid, "received"))
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert "Sửa lại" not in owner.reads(page(unpaid))
        assert "Đã quá 10 phút" in owner.told(owner.does(page(unpaid, "undo")))
    unpaid.refresh_from_db()
    assert unpaid.payment_status == "paid"


def test_not_seen_asks_the_buyer_and_the_order_goes_on_waiting(owner, unpaid):
    assert "Đã nhắn khách" in owner.told(owner.does(page(unpaid, "not-seen")))
    unpaid.refresh_from_db()
    assert unpaid.payment_status == "pending"
    assert payments.payment_of(unpaid).not_seen_at is not None


# --- bad networks ---


@pytest.mark.promise("C112")
def test_what_was_typed_when_the_session_had_ended_is_there_after_signing_in(nobody, people, order):
    people.owner_a.phone_verified_at = clock.now()
    people.owner_a.save()
    at_state(order, "packed")
    answer = nobody.does(page(order, "ship"), way="bus", bus_number="36B-012.34")
    assert state(order) == "packed"
    back = answer.headers["Location"].split("next=")[1]
    assert back == f"/ban-hang/{nobody.booth.slug}/{page(order, 'ship')}"
    sign_in = {"login": "0900000101", "password": "mật khẩu đủ dài 9", "next": back}
    landed = nobody.client.post(answer.headers["Location"], sign_in, follow=True)
    assert landed.status_code == 200
    assert 'value="36B-012.34"' in landed.content.decode()
    assert state(order) == "packed"
    assert 'value="36B-012.34"' not in nobody.page(page(order)).content.decode()


def test_as_many_queries_for_ten_orders_as_for_one(owner, people, count_queries):
    many = a_variant(people.booth_a, on_hand=100)
    for rows in (1, 9):
        placed = [a_placed_order(many) for _ in range(rows)]
        with count_queries("seller.today"):
            owner.page()
        with count_queries("seller.orders"):
            owner.page("don-hang/")
        with count_queries("seller.order"):
            owner.page(page(placed[0]))
