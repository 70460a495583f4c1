"""The page of a purchase: for whom it opens, what one can do there, how it is found again."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.aftersales import services as aftersales
from backend.core import queue
from backend.logistics import services as logistics
from backend.notifications.models import Message
from backend.orders import services as orders
from backend.orders.models import Order, Purchase
from backend.payments import selectors as payments
from backend.payments import services as payment_services
from frontend.formats import dong, moment
from tests.builders.booths import a_booth
from tests.builders.catalogue import a_variant
from tests.frontend.buy.conftest import SAME_ORIGIN, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def bought(sauce, mat, put, look, place) -> Purchase:
    """A guest's: fish sauce by transfer, a mat in cash."""
    put(sauce)
    put(mat)
    place(look())
    return Purchase.objects.get()


@pytest.fixture
def by_transfer(bought) -> Order:
    return bought.orders.get(payment_method="vietqr")


@pytest.fixture
def in_cash(bought) -> Order:
    return bought.orders.get(payment_method="cod")


def page_of(purchase: Purchase) -> str:
    return f"/don-mua/{purchase.code}/"


def act(client, order: Order, action: str, **form):
    path = f"{page_of(order.purchase)}{order.code}/{action}/"
    return client.post(path, form, headers=SAME_ORIGIN)


# --- the door ---


def test_the_link_opens_it_once_and_leaves_a_key_for_this_page_alone(bought):
    phone = Client()
    opened = phone.get(page_of(bought), {"k": bought.access_token})
    cookie = opened.cookies["don-mua-vi"]
    assert opened["Location"] == page_of(bought)
    assert (cookie["path"], cookie["httponly"]) == (page_of(bought), True)
    assert opened.cookies["don-mua-en"]["path"] == f"/en{page_of(bought)}"
    assert phone.get(page_of(bought)).status_code == 200


@pytest.mark.parametrize("key", ["", "x", "x" * 43, "' or 1=1 --"])
def test_without_the_key_it_looks_like_one_that_is_not_there(bought, key):
    closed = Client().get(page_of(bought), {"k": key} if key else {})
    absent = Client().get("/don-mua/DM2611XXXXXX/", {"k": key} if key else {})
    assert (closed.status_code, absent.status_code) == (404, 404)
    assert text_of(closed) == text_of(absent)


def test_the_key_of_one_opens_no_other(client, bought, mat, put, look, place):
    put(mat)
    other_page = place(look())["Location"]
    thief = Client()
    thief.cookies["don-mua-vi"] = bought.access_token
    assert thief.get(other_page).status_code == 404


def test_a_member_sees_the_own_and_nobody_elses(client, people, bought):
    bought.user = people.shopper
    bought.save()
    owner, stranger, seller = Client(), Client(), Client()
    for each, user in [
        (owner, people.shopper),
        (stranger, people.other_shopper),
        (seller, people.owner_a),
    ]:
        each.force_login(user)
    seen = [each.get(page_of(bought)).status_code for each in (owner, stranger, seller)]
    assert seen == [200, 404, 404]


@pytest.mark.parametrize("action", ["cancel", "received", "complete", "sent", "cash"])
def test_a_stranger_can_do_nothing(bought, by_transfer, action):
    before = Order.objects.values().get(pk=by_transfer.pk)
    assert act(Client(), by_transfer, action).status_code == 404
    assert Order.objects.values().get(pk=by_transfer.pk) == before


def test_a_stranger_gets_no_qr(client, bought, by_transfer):
    path = f"{page_of(bought)}{by_transfer.code}/qr.png"
    assert Client().get(path).status_code == 404
    picture = client.get(path)
    assert picture["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert "no-store" in picture["Cache-Control"]


@pytest.mark.promise("C192")
@pytest.mark.parametrize("tail", ["x.css", "x.css/", ".css", "a/b.js", "qr.png"])
def test_a_page_dressed_as_a_file_is_not_there(client, bought, tail):
    answer = client.get(page_of(bought) + tail)
    assert answer.status_code == 404
    assert "no-store" in answer["Cache-Control"]
    assert bought.contact_name not in answer.content.decode()


@pytest.mark.parametrize("method", ["get", "head"])
def test_nobody_stores_it_and_no_other_site_learns_its_address(client, bought, method):
    page = getattr(client, method)(page_of(bought))
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "no-referrer"


def test_actions_are_posts(client, by_transfer):
    assert (
        client.get(f"{page_of(by_transfer.purchase)}{by_transfer.code}/cancel/").status_code == 405
    )
    assert act(client, by_transfer, "pack").status_code == 404


@pytest.mark.promise("C109")
def test_buttons_of_a_page_without_referrer_count_and_foreign_forms_are_asked_about(
    client, in_cash
):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    path = f"{page_of(in_cash.purchase)}{in_cash.code}/cancel/"
    for foreign in ({"Origin": "null"}, {"Origin": "null", "Sec-Fetch-Site": "cross-site"}):
        assert strict.post(path, headers=foreign).status_code == 403
    in_cash.refresh_from_db()
    assert in_cash.state == "pending"
    strict.post(path, headers={"Origin": "null", "Sec-Fetch-Site": "same-origin"})
    in_cash.refresh_from_db()
    assert in_cash.state == "cancelled"


# --- paying ---


def test_an_unpaid_order_shows_what_to_copy_and_until_when(client, by_transfer):
    page = client.get(page_of(by_transfer.purchase))
    html = page.content.decode()
    payment = payments.payment_view(payments.payment_of(by_transfer))
    for value in (payment.account_number, str(payment.to_pay_vnd), by_transfer.code):
        assert f'data-copy="{value}"' in html
    assert payment.account_holder in html
    assert f"Giữ hàng tới {moment(payment.hold_until)}" in text_of(page)
    assert f"{by_transfer.code}/qr.png" in html


def test_it_asks_again_only_while_something_is_unpaid_and_gets_304_if_nothing_changed(
    client, people, by_transfer
):
    first = client.get(page_of(by_transfer.purchase))
    assert 'data-hx-trigger="every 12s"' in first.content.decode()
    same = client.get(page_of(by_transfer.purchase), headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")

    payment_services.mark_received(payment=payments.payment_of(by_transfer), actor=people.owner_a)
    paid = client.get(page_of(by_transfer.purchase), headers={"If-None-Match": first["ETag"]})
    assert paid.status_code == 200
    assert "every 12s" not in paid.content.decode()
    assert "Đã thanh toán" in text_of(paid)


def test_i_have_paid_is_a_word_to_the_seller_not_money(client, by_transfer):
    act(client, by_transfer, "sent")
    by_transfer.refresh_from_db()
    assert by_transfer.payment_status == "pending"
    assert Message.objects.filter(kind="transfer_claimed").exists()
    assert "Bạn đã báo chuyển lúc" in text_of(client.get(page_of(by_transfer.purchase)))


def test_one_may_change_to_cash_while_nothing_was_paid(client, by_transfer):
    act(client, by_transfer, "cash")
    by_transfer.refresh_from_db()
    assert (by_transfer.payment_method, by_transfer.hold_until) == ("cod", None)


# --- following ---


def test_a_pending_order_can_be_cancelled_with_a_reason(client, in_cash):
    assert act(client, in_cash, "cancel", reason="Đặt nhầm")["Location"].endswith(
        f"#{in_cash.code}"
    )
    text = text_of(client.get(page_of(in_cash.purchase)))
    assert "Đã huỷ: Đặt nhầm" in text


def test_a_cancelled_order_is_no_more_in_the_sum(client, bought, by_transfer, in_cash):
    both, one, off = (
        " ".join(dong(each.total_vnd).split()) for each in (bought, by_transfer, in_cash)
    )
    assert f"Tổng tiền {both}" in text_of(client.get(page_of(bought)))
    act(client, in_cash, "cancel")
    words = text_of(client.get(page_of(bought)))
    assert f"{in_cash.booth.name} đã huỷ {off}" in words
    assert f"Tổng tiền {one}" in words


def test_what_can_no_more_be_cancelled_is_told(client, people, in_cash):
    orders.confirm(order=in_cash, actor=people.owner_a)
    act(client, in_cash, "cancel")
    in_cash.refresh_from_db()
    assert in_cash.state == "confirmed"
    assert "đang ở bước khác: người bán đã nhận" in text_of(client.get(page_of(in_cash.purchase)))


def test_received_and_completed_by_the_buyer(client, people, in_cash):
    orders.confirm(order=in_cash, actor=people.owner_a)
    orders.pack(order=in_cash, actor=people.owner_a)
    logistics.ship(order=in_cash, actor=people.owner_a, way="bus", bus_number="36B-012.34")
    text = text_of(client.get(page_of(in_cash.purchase)))
    assert "36B-012.34" in text
    act(client, in_cash, "received")
    in_cash.refresh_from_db()
    assert (in_cash.state, in_cash.payment_status) == ("delivered", "paid")
    act(client, in_cash, "complete")
    in_cash.refresh_from_db()
    assert in_cash.state == "completed"


def test_a_refund_is_promised_on_the_page_until_it_is_settled(client, people, by_transfer):
    payment = payments.payment_of(by_transfer)
    payment_services.mark_received(payment=payment, actor=people.owner_a)
    by_transfer.refresh_from_db()
    aftersales.cancel(order=by_transfer, by="seller", reason="Hết cá", actor=people.owner_a)
    text = text_of(client.get(page_of(by_transfer.purchase)))
    assert "Người bán phải trả lại bạn" in text
    promise = payment.refund_promises.get()
    payment_services.settle_refund(promise=promise, actor=people.owner_a)
    text = text_of(client.get(page_of(by_transfer.purchase)))
    assert "Người bán phải trả lại bạn" not in text
    assert "Đã trả lại" in text


def test_goods_that_are_fetched_show_code_and_place(client, sauce, put, look, place):
    booth = sauce.product.booth
    booth.pickup_street, booth.pickup_hours = "Số 5 chợ Còng", "7:00–17:00"
    booth.save()
    put(sauce)
    done = place(look(), **{f"{booth.slug}-delivery": "pickup", f"{booth.slug}-payment": "cod"})
    order = Order.objects.get()
    text = text_of(client.get(done["Location"]))
    assert order.pickup_code in text
    assert "Số 5 chợ Còng" in text
    assert "7:00–17:00" in text


def test_the_page_asks_as_many_questions_for_five_orders_as_for_one(client, put, look, place):
    def questions(booths: int) -> int:
        for n in range(booths):
            put(a_variant(a_booth(name=f"Gian mẫu {booths} {n}")))
        path = place(look())["Location"]
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    assert questions(1) == questions(5)


# --- found again ---


def ask(client, code, phone):
    answer = client.post("/don-mua/", {"code": code, "phone": phone})
    queue.run_due()
    return answer


def links() -> list[str]:
    return list(Message.objects.filter(kind="guest_link").values_list("link", flat=True))


@pytest.mark.parametrize("which", ["purchase", "order", "lower case"])
def test_a_lost_link_is_sent_to_the_phone_of_the_purchase(client, bought, in_cash, which):
    code = {"purchase": bought.code, "order": in_cash.code, "lower case": bought.code.lower()}[
        which
    ]
    ask(client, code, "0912 345 678")
    assert links() == [f"{page_of(bought)}?k={bought.access_token}"]


def test_right_and_wrong_are_answered_alike(client, bought):
    right = ask(client, bought.code, "0912345678")
    wrong = [
        ask(client, bought.code, "0912345679"),
        ask(client, "DM2611XXXXXX", "0912345678"),
        ask(client, "không nhớ", "0912345678"),
    ]
    assert {(each.status_code, text_of(each)) for each in wrong} == {
        (right.status_code, text_of(right))
    }
    assert len(links()) == 1


def test_asking_often_sends_one_message_an_hour_and_never_says_so(client, bought):
    answers = [ask(client, bought.code, "0912345678") for _ in range(40)]
    assert {(each.status_code, text_of(each)) for each in answers} == {(200, text_of(answers[0]))}
    assert len(links()) == 1


def test_a_number_that_is_none_is_told_beside_its_field(client, db):
    cache.clear()
    page = ask(client, "DM2611XXXXXX", "12")
    assert page.status_code == 422
    assert 'id="id_phone_error"' in page.content.decode()
