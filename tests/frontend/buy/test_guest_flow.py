"""A guest buys from two booths by forms alone and follows the purchase."""

import pytest

from backend.cart.models import CartLine
from backend.core import queue
from backend.notifications.models import Message
from backend.orders.models import Order, Purchase
from tests.frontend.buy.conftest import SAME_ORIGIN, text_of

pytestmark = pytest.mark.django_db


def test_a_guest_buys_from_two_booths_and_pays_each_in_its_own_way(
    client, sauce, mat, put, look, place
):
    assert put(sauce, 2)["Location"] == "/gio-hang/"
    put(mat)
    basket = text_of(client.get("/gio-hang/"))
    assert "Cửa hàng mẫu Mắm" in basket
    assert "Tổ nghề mẫu Chiếu" in basket
    assert "530.000" in basket

    shown = look()
    assert shown["payment"] == "vietqr"
    done = place(shown, **{f"{sauce.product.booth.slug}-note": "Gọi trước khi tới"})

    purchase = Purchase.objects.get()
    assert (done.status_code, done["Location"]) == (302, f"/don-mua/{purchase.code}/")
    by_booth = {order.booth_id: order for order in Order.objects.all()}
    wet, dry = by_booth[sauce.product.booth_id], by_booth[mat.product.booth_id]
    assert (wet.payment_method, dry.payment_method) == ("vietqr", "cod")
    assert wet.note == "Gọi trước khi tới"
    assert purchase.total_vnd == wet.total_vnd + dry.total_vnd
    assert (purchase.contact_phone, purchase.commune_id) == ("+84912345678", "16093")

    page = client.get(done["Location"])
    text = text_of(page)
    assert page.status_code == 200
    assert wet.code in text
    assert "Chờ thanh toán, trước" in text
    assert "Chờ người bán nhận đơn" in text
    assert client.get("/gio-hang/").content.decode().count("basket-line") == 0


def test_sent_twice_it_is_one_purchase_and_the_same_page(client, sauce, put, look, place):
    put(sauce)
    form = look()
    first, again = place(form), place(form)
    changed = place(form, name="Tên khác")
    assert first["Location"] == again["Location"] == changed["Location"]
    assert Purchase.objects.count() == 1
    assert Purchase.objects.get().contact_name == "Chị Lan"


def test_pressed_before_the_fees_were_seen_it_shows_them_instead_of_buying(sauce, put, look, place):
    put(sauce)
    form = look()
    del form["quoted"]
    page = place(form)
    assert page.status_code == 200
    assert "Bạn xem lại rồi đặt hàng" in text_of(page)
    assert not Purchase.objects.exists()


def test_a_method_for_each_booth_counts_only_when_one_chose_to_choose(sauce, mat, put, look, place):
    mat.product.booth.payment_state = "by_hand"
    mat.product.booth.bank_bin, mat.product.booth.bank_account_number = "970436", "1"
    mat.product.booth.save()
    put(sauce)
    put(mat)
    own = {
        f"{sauce.product.booth.slug}-payment": "cod",
        f"{mat.product.booth.slug}-payment": "vietqr",
    }
    place({**look(payment="each", **own), **own, "payment": "each"})
    methods = dict(Order.objects.values_list("booth_id", "payment_method"))
    assert methods == {sauce.product.booth_id: "cod", mat.product.booth_id: "vietqr"}


def test_unticked_lines_stay_in_the_cart(client, sauce, mat, put, look, place):
    put(sauce)
    put(mat)
    unticked = CartLine.objects.get(variant=mat)
    client.post(f"/gio-hang/dong/{unticked.pk}/", {"quantity": 1})
    place(look())
    assert [order.booth_id for order in Order.objects.all()] == [sauce.product.booth_id]
    assert CartLine.objects.get().variant_id == mat.pk


def test_both_sides_are_told_by_message(sauce, put, look, place):
    put(sauce)
    place(look())
    queue.run_due()
    kinds = set(Message.objects.values_list("kind", "destination"))
    purchase = Purchase.objects.get()
    assert ("order_placed_buyer", "+84912345678") in kinds
    assert ("order_placed_seller", sauce.product.booth.phone) in kinds
    link = Message.objects.get(kind="order_placed_buyer").link
    assert link == f"/don-mua/{purchase.code}/?k={purchase.access_token}"


def test_without_script_a_province_offers_its_communes_and_buys_nothing(client, sauce, put):
    put(sauce)
    page = client.post(
        "/thanh-toan/",
        {"name": "Chị Lan", "province": "38", "street": "Tổ 3", "action": "province"},
        headers=SAME_ORIGIN,
    )
    text = page.content.decode()
    assert 'value="16093"' in text
    assert 'value="Chị Lan"' in text
    assert 'value="Tổ 3"' in text
    assert "data-error-summary" not in text
