"""A guest buys from two booths, both hand over, the officer verifies: once as JSON, once by forms.

Nothing here touches a service: every step is an HTTP call.
"""

import re

import pytest

from backend.notifications.models import Message
from tests.builders.shopping import API, Shopper
from tests.flows.bank import pays
from tests.flows.visitor import Visitor

pytestmark = pytest.mark.django_db

SENT = {
    "order_placed_buyer", "order_placed_seller", "order_paid_buyer", "order_paid_seller",
    "order_confirmed", "order_handed_over", "order_delivered",
}  # fmt: skip


def search(guest: Shopper, words: str) -> dict:
    found = guest.client.get(f"{API}/products/", {"q": words}).json()["results"]
    assert found, words
    return found[0]


def variant_of(guest: Shopper, product: dict) -> dict:
    return guest.client.get(f"{API}/products/{product['id']}/").json()["variants"][0]


def told() -> set[str]:
    return set(Message.objects.values_list("kind", flat=True))


@pytest.mark.promise("I2")
def test_the_market_opens_in_json(market, work_off):
    guest = Shopper()
    sauce, mat = search(guest, "nuoc mam"), search(guest, "chiếu cói Nga Sơn")
    assert sauce["booth"]["slug"] != mat["booth"]["slug"]
    for product, quantity in ((sauce, 2), (mat, 1)):
        variant = variant_of(guest, product)
        added = guest.add(variant["id"], quantity)
        assert added.status_code == 201
    assert added.json()["count"] == 3

    quote = guest.quote().json()
    fees = [order["options"][0]["fee_vnd"] for order in quote["orders"]]
    assert quote["total_vnd"] == 2 * 95_000 + 420_000 + sum(fees)
    wet, dry = sauce["booth"]["slug"], mat["booth"]["slug"]
    assert {order["booth"]["slug"]: order["payments"] for order in quote["orders"]} == {
        wet: ["cod", "vietqr"],
        dry: ["cod"],
    }

    placed = guest.place(payment={wet: "vietqr", dry: "cod"}, notes={wet: "Gọi trước"})
    assert placed.status_code == 201
    purchase = placed.json()
    orders = {order["booth"]["slug"]: order for order in purchase["orders"]}
    assert sum(order["total_vnd"] for order in orders.values()) == purchase["total_vnd"]
    assert purchase["total_vnd"] == quote["total_vnd"]
    assert orders[wet]["payment"]["qr_payload"].startswith("000201")
    assert orders[wet]["code"] in orders[wet]["payment"]["qr_payload"]
    assert orders[dry]["payment"]["qr_payload"] is None

    owner, other = Shopper(market.people.owner_a), Shopper(market.people.owner_b)
    seller = f"/seller/booths/{wet}/orders/{orders[wet]['code']}/"
    refused = owner.call("POST", f"{seller}confirm/")
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state")
    paid = pays(
        market.feed,
        content=f"{orders[wet]['code']} tra tien",
        amount_vnd=orders[wet]["total_vnd"],
        account=market.people.booth_a.bank_account_number,
    )
    assert paid.json() == {"success": True}

    follow = {"X-Purchase-Token": purchase["access_token"]}
    page = f"/purchases/{purchase['code']}/"
    seen = guest.call("GET", page, **follow).json()
    assert {order["payment"]["status"] for order in seen["orders"]} == {"paid", "pending"}

    for person, slug in ((owner, wet), (other, dry)):
        order = f"/seller/booths/{slug}/orders/{orders[slug]['code']}/"
        waiting = person.call("GET", f"/seller/booths/{slug}/orders/?tab=new").json()["results"]
        assert [each["code"] for each in waiting] == [orders[slug]["code"]]
        assert waiting[0]["recipient"]["is_masked"]
        assert person.call("POST", f"{order}confirm/").json()["status"] == "confirmed"
        assert person.call("GET", order).json()["recipient"]["phone"] == "+84912345678"
        assert person.call("POST", f"{order}pack/").json()["status"] == "packed"
        way = {"way": "bus", "bus_number": "36B-012.34", "bus_phone": "0912000111"}
        assert person.call("POST", f"{order}ship/", way).json()["status"] == "handed_over"
        assert person.call("POST", f"{order}deliver/", {}).json()["status"] == "delivered"
    work_off()

    seen = guest.call("GET", page, **follow).json()
    assert {order["status"] for order in seen["orders"]} == {"delivered"}
    assert {order["payment"]["status"] for order in seen["orders"]} == {"paid"}
    assert sum(order["total_vnd"] for order in seen["orders"]) == seen["total_vnd"]
    assert guest.call("GET", page).status_code == 404
    assert told() >= SENT

    officer = Visitor(market.people.officer).open("/quan-ly/38/cho-duyet/")
    officer.follow("Gian hàng mới").press("Ghi quyết định", outcome="approved")
    opened = guest.client.get(f"{API}/booths/?province=38").json()["results"]
    assert "Gian hàng mới" in {booth["name"] for booth in opened}


def test_the_market_opens_by_forms_alone(market, work_off):
    """No script: every step is a link followed or a form sent from the page before."""
    guest = Visitor().open("/")
    guest.press("Tìm", q="nuoc mam").follow("Nước mắm Ba Làng").press("Thêm vào giỏ", quantity="2")
    assert guest.path == "/gio-hang/"
    guest.open("/tim/?q=chieu+nga+son").follow("Chiếu cói Nga Sơn").press("Thêm vào giỏ")
    assert "610.000" in guest.text
    guest.open("/thanh-toan/")
    person = {"name": "Chị Lan", "phone": "0912 345 678", "email": "lan@example.vn"}
    guest.press("Hiện xã, phường", **person, province="38")
    guest.press("Tính phí gửi", commune="16093", street="Tổ 3, thôn Mỹ Đông")
    guest.press("Đặt hàng", payment="vietqr")
    assert re.fullmatch(r"/don-mua/DM\w{10}/", guest.path)
    assert "Chờ thanh toán" in guest.text
    to_copy = re.findall(r'data-copy="([^"]+)"', guest.page)
    account, amount, memo = to_copy[:3]
    assert account == market.people.booth_a.bank_account_number
    paid = pays(market.feed, content=memo, amount_vnd=int(amount), account=account)
    assert paid.status_code == 200
    assert "Đã thanh toán" in guest.open(guest.path).text

    for user in (market.people.owner_a, market.people.owner_b):
        seller = Visitor(user).open("/ban-hang/").follow("Đơn hàng").follow("Chị Lan")
        assert "0912••••78" in seller.text
        seller.press("Nhận đơn").press("Đã đóng gói")
        seller.press("Đã gửi", way="post", waybill="EB123456789VN")
        assert "EB123456789VN" in seller.text
    work_off()
    guest.open(guest.path)
    assert guest.text.count("Đã gửi") >= 2
    assert {"order_placed_seller", "order_confirmed", "order_handed_over"} <= told()

    officer = Visitor(market.people.officer).open("/quan-ly/")
    officer.follow("Chờ duyệt").follow("Gian hàng mới").press("Ghi quyết định", outcome="approved")
    assert Visitor().open(f"/gian-hang/{market.new.slug}/").status == 200
