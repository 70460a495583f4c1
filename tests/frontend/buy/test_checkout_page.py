"""The checkout takes what people type, says what is wrong, and never ends in a dead end."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.accounts.models import Address
from backend.cart.models import CartLine
from backend.core import clock
from backend.core.models import IdempotencyRecord
from backend.logistics.models import RateRow
from backend.orders.models import Order, Purchase
from tests.builders.booths import a_booth
from tests.builders.catalogue import a_variant
from tests.frontend.buy.conftest import PERSON, SAME_ORIGIN, fields_of, text_of

pytestmark = pytest.mark.django_db


def test_an_empty_cart_leads_back_to_it(client, db):
    assert client.get("/thanh-toan/")["Location"] == "/gio-hang/"
    assert client.post("/thanh-toan/", PERSON, headers=SAME_ORIGIN)["Location"] == "/gio-hang/"


WRONG = [
    ("C94", "phone", "0123 456 789"),
    ("C95", "phone", "091234567"),
    ("C95", "phone", "số nhà tôi"),
    ("C96", "email", "a@b"),
    ("C96", "email", "a" * 250 + "@x.vn"),
    ("C103", "commune", "20194"),
    ("C103", "commune", "99999"),
    ("C106", "street", "x" * 2_000),
    ("C106", "street", "Tổ 3\tấp"),
    ("C106", "name", ""),
    ("C106", "name", "x" * 121),
]


@pytest.mark.parametrize(("number", "field", "typed"), WRONG)
def test_what_is_wrong_stands_beside_its_field_and_on_top_and_nothing_is_lost(
    sauce, put, look, place, number, field, typed
):
    put(sauce)
    page = place(look(), **{field: typed})
    html = page.content.decode()
    assert page.status_code == 422
    assert f'id="id_{field}_error"' in html
    assert f'href="#id_{field}"' in html
    assert "data-error-summary" in html
    for other, value in PERSON.items():
        if value and other not in (field, "province", "commune"):
            assert f'value="{value}"' in html
    assert not Purchase.objects.exists()


@pytest.mark.promise("C94")
@pytest.mark.promise("C96")
def test_a_phone_in_any_writing_and_a_vietnamese_mail_domain_are_taken(sauce, put, look, place):
    put(sauce)
    place(look(), phone="0084 912.345.678", email="A@đồngtháp.vn")
    purchase = Purchase.objects.get()
    assert purchase.contact_phone == "+84912345678"
    assert purchase.contact_email


@pytest.mark.promise("C105")
def test_an_address_without_house_number_is_taken(sauce, put, look, place):
    put(sauce)
    place(look())
    assert Purchase.objects.get().street == "Tổ 3, ấp Mỹ Đông"


@pytest.mark.promise("C101")
def test_what_looks_like_a_template_is_shown_as_it_is(client, sauce, put, look, place):
    put(sauce)
    typed = "{{7*7}} {% debug %} ${7*7} %(secret)s"
    done = place(look(), name=typed, **{f"{sauce.product.booth.slug}-note": typed})
    assert typed in text_of(client.get(done["Location"]))


@pytest.mark.promise("C55")
def test_prices_sent_along_count_for_nothing(sauce, put, look, place):
    put(sauce)
    place(look(), unit_price=1, shipping_fee=0, total=1, discount=99)
    order = Order.objects.get()
    assert order.subtotal_vnd == 90_000
    assert order.shipping_vnd > 0


def test_too_long_a_note_is_told_beside_it(sauce, put, look, place):
    put(sauce)
    field = f"{sauce.product.booth.slug}-note"
    page = place(look(), **{field: "x" * 501})
    assert page.status_code == 422
    assert f'id="id_{field}_error"' in page.content.decode()


# --- what changed meanwhile ---


@pytest.mark.promise("C56")
def test_a_new_price_is_shown_and_one_press_goes_on_with_it(sauce, put, look, place):
    put(sauce)
    form = look()
    sauce.price_vnd = 120_000
    sauce.save()
    page = place(form)
    assert page.status_code == 409
    assert "giá lên từ 90.000 ₫ thành 120.000 ₫" in text_of(page).replace("\u00a0", " ")
    assert "Đồng ý và đặt hàng" in text_of(page)
    assert not Purchase.objects.exists()
    done = place({**form, **fields_of(page.content.decode())})
    assert done.status_code == 302
    assert Order.objects.get().subtotal_vnd == 120_000


@pytest.mark.promise("C56")
def test_a_new_fee_is_shown_the_same_way(sauce, put, look, place):
    put(sauce)
    form = look()
    RateRow.objects.filter(option="post").update(fee_vnd=99_000)
    page = place(form)
    assert page.status_code == 409
    assert "phí gửi từ" in text_of(page)
    assert "99.000" in text_of(page)
    place({**form, **fields_of(page.content.decode())})
    assert Order.objects.get().shipping_vnd == 99_000


@pytest.mark.promise("C66")
def test_less_stock_is_shown_and_what_is_left_can_be_bought(mat, put, look, place):
    put(mat, 3)
    form = look()
    mat.on_hand = 2
    mat.save()
    page = place(form)
    assert page.status_code == 409
    assert "chỉ còn 2" in text_of(page)
    place({**form, **fields_of(page.content.decode())})
    assert Order.objects.get().lines.get().quantity == 2


@pytest.mark.promise("C68")
def test_a_closed_booth_is_told_and_the_others_goods_go_on(sauce, mat, put, look, place):
    put(sauce)
    put(mat)
    form = look()
    sauce.product.booth.state = "suspended"
    sauce.product.booth.save()
    page = place(form)
    assert page.status_code == 409
    assert "đang tạm ngừng bán" in text_of(page)
    place({**form, **fields_of(page.content.decode())})
    assert Order.objects.get().booth_id == mat.product.booth_id


def test_when_all_is_gone_the_cart_says_so(client, mat, put, look, place):
    put(mat)
    form = look()
    mat.on_hand = 0
    mat.save()
    refused = place(form)
    assert refused["Location"] == "/gio-hang/"
    assert "vừa hết hàng" in text_of(client.get("/gio-hang/"))


def test_after_half_an_hour_the_sums_are_shown_again(sauce, put, look, place):
    put(sauce)
    with clock.at(clock.now() - timedelta(minutes=40)):
        form = look()
    page = place(form)
    assert page.status_code == 409
    assert place({**form, **fields_of(page.content.decode())}).status_code == 302


# --- once ---


@pytest.mark.promise("C110")
def test_a_refresh_after_the_cart_was_filled_anew_still_shows_the_first_purchase(
    sauce, mat, put, look, place
):
    put(sauce)
    form = look()
    first = place(form)
    put(mat)
    again = place(form)
    assert again["Location"] == first["Location"]
    assert Purchase.objects.count() == 1
    assert CartLine.objects.get().variant_id == mat.pk


@pytest.mark.promise("C49")
@pytest.mark.parametrize("key", ["", "x", "k" * 300, "a\x01b" * 10, "' or 1=1 --" * 3])
def test_a_key_that_we_never_made_is_replaced(sauce, put, look, place, key):
    put(sauce)
    assert place(look(), key=key).status_code == 302
    assert key not in IdempotencyRecord.objects.values_list("key", flat=True)


def test_the_key_stays_the_same_while_the_page_is_mended(client, sauce, put, look, place):
    put(sauce)
    form = look()
    wrong = place(form, phone="x")
    assert fields_of(wrong.content.decode())["key"] == form["key"]


# --- members ---


@pytest.fixture
def home(people):
    return Address.objects.create(
        user=people.shopper,
        name="Mẹ",
        phone="+84987654321",
        commune_id="16093",
        street="Thôn 2",
        is_default=True,
    )


def test_a_member_buys_with_a_kept_address_in_two_presses(client, people, home, sauce, put, place):
    client.force_login(people.shopper)
    put(sauce)
    page = client.get("/thanh-toan/").content.decode()
    done = place(fields_of(page))
    purchase = Purchase.objects.get()
    assert done["Location"] == f"/don-mua/{purchase.code}/"
    assert (purchase.user, purchase.contact_name, purchase.street) == (
        people.shopper,
        "Mẹ",
        "Thôn 2",
    )
    assert "don-mua-vi" not in done.cookies


@pytest.mark.promise("C107")
def test_another_persons_address_looks_like_none(client, people, home, sauce, put, place):
    client.force_login(people.other_shopper)
    put(sauce)
    form = fields_of(client.get("/thanh-toan/").content.decode())
    assert place({**PERSON, **form, "saved": home.pk, "quoted": "1"}).status_code == 404
    assert not Purchase.objects.exists()


def test_a_members_new_address_is_kept_when_wished(client, people, sauce, put, place):
    client.force_login(people.shopper)
    put(sauce)
    form = {**PERSON, **fields_of(client.get("/thanh-toan/").content.decode()), "action": "quote"}
    shown = client.post("/thanh-toan/", form, headers=SAME_ORIGIN).content.decode()
    place({**form, **fields_of(shown)}, keep_address="on")
    assert Address.objects.get(user=people.shopper).street == PERSON["street"]


@pytest.mark.promise("C112")
def test_when_the_session_ended_one_signs_in_and_finds_what_was_typed(
    client, people, sauce, put, place
):
    client.force_login(people.shopper)
    put(sauce)
    form = {**PERSON, **fields_of(client.get("/thanh-toan/").content.decode()), "name": "Bác Ba"}
    client.logout()
    sent = place(form)
    assert sent["Location"] == "/tai-khoan/dang-nhap/?next=/thanh-toan/"
    client.force_login(people.shopper)
    page = client.get("/thanh-toan/").content.decode()
    assert 'value="Bác Ba"' in page
    assert f'value="{PERSON["street"]}"' in page


@pytest.mark.promise("C112")
def test_without_the_token_cookie_the_form_still_counts(sauce, put, look, client):
    put(sauce)
    form = look()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["cart"] = client.cookies["cart"].value
    done = strict.post("/thanh-toan/", {**form, "action": "place"}, headers=SAME_ORIGIN)
    assert done.status_code == 302
    assert Purchase.objects.count() == 1


@pytest.mark.promise("C109")
def test_from_elsewhere_the_person_is_asked_with_all_that_was_typed(sauce, put, look, client):
    put(sauce)
    form = look()
    del form["csrfmiddlewaretoken"]
    asked = client.post(
        "/thanh-toan/", {**form, "action": "place"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert asked.status_code == 403
    assert 'value="Chị Lan"' in asked.content.decode()
    assert not Purchase.objects.exists()


def test_htmx_gets_the_sums_alone(client, sauce, put):
    put(sauce)
    part = client.post(
        "/thanh-toan/",
        {**PERSON, "action": "quote"},
        headers={**SAME_ORIGIN, "HX-Request": "true"},
    )
    assert "<html" not in part.content.decode()
    assert 'id="thanh-toan-tong" data-hx-swap-oob' in part.content.decode()
    assert "HX-Request" in part["Vary"]


def test_the_checkout_asks_as_many_questions_for_ten_booths_as_for_one(client, put, sauce, look):
    put(sauce)
    form = look()

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            page = client.post("/thanh-toan/", {**form, "action": "quote"}, headers=SAME_ORIGIN)
        assert page.status_code == 200
        return len(asked)

    few = questions()
    for n in range(9):
        put(a_variant(a_booth(name=f"Gian mẫu {n}")))
    assert questions() == few


def test_the_page_is_stored_by_nobody(client, sauce, put):
    put(sauce)
    assert "no-store" in client.get("/thanh-toan/")["Cache-Control"]
