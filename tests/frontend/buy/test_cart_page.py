"""The cart's page by plain forms and by htmx, and who may put goods in from where."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.cart import access as carts
from backend.cart.models import Cart, CartLine
from tests.builders.booths import a_booth
from tests.builders.catalogue import a_variant
from tests.frontend.buy.conftest import SAME_ORIGIN, text_of

pytestmark = pytest.mark.django_db

HTMX = {**SAME_ORIGIN, "HX-Request": "true"}


def line_of(variant) -> CartLine:
    return CartLine.objects.get(variant=variant)


def change(client, variant, headers=None, **form):
    return client.post(f"/gio-hang/dong/{line_of(variant).pk}/", form, headers=headers or {})


def test_looking_gives_no_cookie_the_first_add_does(client, sauce, put):
    assert carts.COOKIE not in client.get("/gio-hang/").cookies
    cookie = put(sauce).cookies[carts.COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie["max-age"] == 60 * 24 * 60 * 60


@pytest.mark.promise("C109")
@pytest.mark.parametrize(
    "origin", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.example"}]
)
def test_a_form_from_elsewhere_is_asked_about_and_changes_nothing(client, sauce, origin):
    asked = client.post("/gio-hang/them/", {"variant": sauce.pk, "quantity": 1}, headers=origin)
    assert asked.status_code == 403
    assert f'name="variant" value="{sauce.pk}"' in asked.content.decode()
    assert not CartLine.objects.exists()


@pytest.mark.promise("C109")
def test_other_forms_of_the_cart_want_their_token(sauce, put, client):
    put(sauce)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    refused = strict.post(f"/gio-hang/dong/{line_of(sauce).pk}/", {"action": "remove"})
    assert refused.status_code == 403
    assert CartLine.objects.count() == 1


@pytest.mark.promise("C60")
@pytest.mark.promise("C64")
@pytest.mark.parametrize(
    "typed", ["0", "-1", "1.5", "1_0", "٣", "1e3", "10000", "9" * 5_000, "", " "]
)
def test_a_quantity_that_is_none_is_refused_in_words(client, sauce, put, typed):
    put(sauce, typed)
    assert "Số lượng là số nguyên từ 1 tới 9.999." in text_of(client.get("/gio-hang/"))
    assert not CartLine.objects.exists()


@pytest.mark.promise("C66")
def test_more_than_there_is_is_refused_and_says_how_many_there_are(client, mat, put):
    answer = client.post("/gio-hang/them/", {"variant": mat.pk, "quantity": 4}, headers=HTMX)
    assert answer.status_code == 409
    assert "chỉ còn 3" in text_of(answer)


def test_an_unknown_variant_is_told_not_failed(client, sauce, put):
    sauce.pk = 10**17
    assert put(sauce).status_code == 302
    assert "Không tìm thấy" in text_of(client.get("/gio-hang/"))


def test_the_answer_to_htmx_is_a_part_that_wakes_the_header(client, sauce):
    added = client.post("/gio-hang/them/", {"variant": sauce.pk, "quantity": 2}, headers=HTMX)
    assert added["HX-Trigger"] == "cart-changed"
    assert "HX-Request" in added["Vary"]
    assert "<html" not in added.content.decode()
    assert "Đã thêm Nước mắm mẫu. Giỏ có 2 món." in text_of(added)


@pytest.mark.parametrize(("headers", "way"), [({}, "Location"), (HTMX, "HX-Redirect")])
def test_buying_now_goes_on_to_the_checkout(client, sauce, headers, way):
    form = {"variant": sauce.pk, "quantity": 1, "next": "checkout"}
    answer = client.post("/gio-hang/them/", form, headers={**SAME_ORIGIN, **headers})
    assert answer[way] == "/thanh-toan/"


def test_quantity_tick_and_later_work_without_script(client, sauce, mat, put):
    put(sauce)
    put(mat)
    change(client, sauce, quantity=5, selected=1)
    change(client, mat, quantity=1)
    assert (line_of(sauce).quantity, line_of(mat).is_selected) == (5, False)
    assert "450.000" in text_of(client.get("/gio-hang/"))
    change(client, sauce, action="save")
    assert "Để lại sau" in text_of(client.get("/gio-hang/"))
    change(client, sauce, action="unsave")
    assert not line_of(sauce).is_saved_for_later


@pytest.mark.promise("C63")
@pytest.mark.parametrize("typed", ["-5", "0", "1.5"])
def test_a_line_keeps_its_quantity_when_nonsense_is_typed(client, sauce, put, typed):
    put(sauce, 2)
    change(client, sauce, quantity=typed, selected=1)
    assert line_of(sauce).quantity == 2


def test_what_was_removed_is_offered_back(client, sauce, put):
    put(sauce, 3)
    gone = change(client, sauce, action="remove")
    page = client.get(gone["Location"])
    assert "Đã bỏ Nước mắm mẫu khỏi giỏ." in text_of(page)
    put(sauce, 3)
    assert line_of(sauce).quantity == 3


@pytest.mark.parametrize("typed", ["", "x", "1", "-", "99999-1", "1-0", "1-x-2"])
def test_an_odd_address_offers_nothing_back(client, sauce, typed):
    assert client.get("/gio-hang/", {"da-bo": typed}).status_code == 200


def test_what_changed_since_the_last_look_is_said_until_it_was_read(client, sauce, mat, put):
    put(sauce)
    put(mat, 3)
    sauce.price_vnd = 99_000
    sauce.save()
    mat.on_hand = 2
    mat.save()
    for _look in range(2):
        text = text_of(client.get("/gio-hang/"))
        assert "giá lên từ 90.000" in text
        assert "chỉ còn 2" in text
    client.post("/gio-hang/da-xem/")
    assert "giá lên" not in text_of(client.get("/gio-hang/"))
    assert line_of(mat).quantity == 2


def test_a_closed_booths_goods_stay_visible_and_are_not_counted(client, sauce, mat, put):
    put(sauce)
    put(mat)
    sauce.product.booth.state = "suspended"
    sauce.product.booth.save()
    text = text_of(client.get("/gio-hang/"))
    assert "Gian hàng đang tạm ngừng bán" in text
    assert "Tạm tính 350.000" in text


def test_another_cart_s_line_looks_like_none(client, sauce, put):
    put(sauce)
    stranger = Client()
    stranger.post("/gio-hang/them/", {"variant": sauce.pk, "quantity": 1}, headers=SAME_ORIGIN)
    mine = Cart.objects.order_by("pk").first().lines.get()
    for action in ("remove", "save", "quantity"):
        answer = stranger.post(f"/gio-hang/dong/{mine.pk}/", {"action": action, "quantity": 9})
        assert answer.status_code == 404
    mine.refresh_from_db()
    assert (mine.quantity, mine.is_saved_for_later) == (1, False)


def test_a_guests_cart_becomes_the_members_at_the_first_look(client, people, sauce, put):
    put(sauce, 2)
    client.force_login(people.shopper)
    header = client.get("/_/header/")
    assert "Người mua" in text_of(header)
    assert ">2</span>" in header.content.decode()
    assert header.cookies[carts.COOKIE]["max-age"] == 0
    assert line_of(sauce).cart.user == people.shopper


def test_the_header_part_is_private_and_shows_each_their_doors(client, people):
    for user, door in [
        (people.owner_a, "/ban-hang/"),
        (people.officer, "/quan-ly/"),
        (people.operator, "/admin/"),
    ]:
        client.force_login(user)
        part = client.get("/_/header/")
        assert "no-store" in part["Cache-Control"]
        assert f'href="{door}"' in part.content.decode()
    client.force_login(people.shopper)
    assert "/ban-hang/" not in client.get("/_/header/").content.decode()


def test_the_cart_asks_as_many_questions_for_ten_booths_as_for_one(client, put, sauce, look):
    put(sauce)
    look()

    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get("/gio-hang/").status_code == 200
        return len(asked)

    few = questions()
    for n in range(9):
        put(a_variant(a_booth(name=f"Gian mẫu {n}")))
    assert questions() == few


def test_shipping_is_told_for_each_booth_once_the_place_is_known(client, sauce, put, look):
    put(sauce)
    assert "Gửi tới" not in text_of(client.get("/gio-hang/"))
    look()
    assert "Gửi tới Xã" in text_of(client.get("/gio-hang/"))


def test_the_page_is_stored_by_nobody(client, db):
    page = client.get("/gio-hang/")
    assert "no-store" in page["Cache-Control"]
    assert "Giỏ còn trống" in text_of(page)
