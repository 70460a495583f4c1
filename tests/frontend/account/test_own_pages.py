"""What one keeps on the market is one's own: shown, changed and deleted by nobody else."""

import pytest
from django.contrib.sessions.models import Session

from backend.accounts.models import Address
from backend.core import clock
from backend.notifications.models import Message
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db

PLACE = {
    "name": "Bác Tư",
    "phone": "0912 345 678",
    "province": "38",
    "commune": "16093",
    "street": "Tổ 3, ấp Mỹ Đông",
}
OWN_PAGES = ["", "don-mua/", "dia-chi/", "dia-chi/them/", "tin-nhan/", "thong-tin/", "thiet-bi/"]


@pytest.fixture
def signed_in(client, people):
    client.force_login(people.shopper)
    return client


@pytest.mark.parametrize("page", OWN_PAGES)
def test_own_pages_ask_a_stranger_to_sign_in_and_are_stored_by_nobody(client, people, page):
    path = f"/tai-khoan/{page}"
    refused = client.get(path)
    assert (refused.status_code, refused["Location"]) == (302, f"/tai-khoan/dang-nhap/?next={path}")
    client.force_login(people.shopper)
    shown = client.get(path)
    assert shown.status_code == 200
    assert "no-store" in shown["Cache-Control"]


@pytest.mark.promise("C105")
def test_an_address_without_house_number_is_kept(signed_in, people):
    signed_in.post("/tai-khoan/dia-chi/them/", PLACE)
    address = Address.objects.get(user=people.shopper)
    assert (address.phone, address.street) == ("+84912345678", "Tổ 3, ấp Mỹ Đông")
    assert address.is_default


@pytest.mark.promise("C103")
@pytest.mark.parametrize("commune", ["20194", "99999", "", "16093'--"])
def test_a_commune_of_another_province_is_refused_and_nothing_typed_is_lost(signed_in, commune):
    page = signed_in.post("/tai-khoan/dia-chi/them/", {**PLACE, "commune": commune})
    text = page.content.decode()
    assert page.status_code == 422
    assert 'id="id_commune_error"' in text
    assert 'value="Tổ 3, ấp Mỹ Đông"' in text
    assert 'value="0912 345 678"' in text
    assert not Address.objects.exists()


@pytest.mark.promise("C106")
@pytest.mark.parametrize("street", ["x" * 2_000, "Tổ 3\nấp Mỹ Đông", "Tổ 3\tấp"])
def test_a_street_that_no_label_can_carry_is_refused(signed_in, street):
    page = signed_in.post("/tai-khoan/dia-chi/them/", {**PLACE, "street": street})
    assert page.status_code == 422
    assert not Address.objects.exists()


def test_without_script_choosing_a_province_offers_its_communes_and_loses_nothing(signed_in):
    chosen = {**PLACE, "commune": "", "action": "province"}
    page = signed_in.post("/tai-khoan/dia-chi/them/", chosen).content.decode()
    assert page.count("<option") > 166
    assert 'value="16093"' in page
    assert 'value="Tổ 3, ấp Mỹ Đông"' in page
    assert "data-error-summary" not in page


def test_communes_that_differ_by_marks_only_are_told_apart(signed_in):
    page = signed_in.post("/tai-khoan/dia-chi/them/", {**PLACE, "action": "province"})
    options = [line for line in page.content.decode().split("<option") if "Tiến" in line]
    names = {line.split(">")[1].split("<")[0] for line in options}
    assert any(name.startswith("Phường Đông Tiến (trước đây:") for name in names)
    assert any(name.startswith("Xã Đồng Tiến (trước đây:") for name in names)


@pytest.mark.promise("C107")
def test_another_persons_address_looks_like_none_and_stays(client, people, signed_in):
    signed_in.post("/tai-khoan/dia-chi/them/", PLACE)
    address = Address.objects.get()
    client.force_login(people.other_shopper)
    assert client.get(f"/tai-khoan/dia-chi/{address.pk}/").status_code == 404
    changed = client.post(f"/tai-khoan/dia-chi/{address.pk}/", {**PLACE, "name": "Kẻ khác"})
    assert changed.status_code == 404
    assert client.post(f"/tai-khoan/dia-chi/{address.pk}/xoa/").status_code == 404
    address.refresh_from_db()
    assert (address.name, address.user) == ("Bác Tư", people.shopper)


def test_the_twenty_first_address_is_refused_in_words(signed_in, people):
    for n in range(20):
        Address.objects.create(
            user=people.shopper, name=f"{n}", phone="+84912345678", commune_id="16093", street="x"
        )
    page = signed_in.post("/tai-khoan/dia-chi/them/", PLACE)
    assert page.status_code == 422
    assert "Sổ địa chỉ đã đủ" in page.content.decode()


def test_name_and_language_are_changed(signed_in, people):
    signed_in.post("/tai-khoan/thong-tin/", {"name": "Tên mới", "language": "en"})
    people.shopper.refresh_from_db()
    assert (people.shopper.name, people.shopper.language) == ("Tên mới", "en")


def test_messages_are_new_once_and_only_ones_own(client, people, signed_in):
    for user, subject in [(people.shopper, "Tin của tôi"), (people.owner_a, "Tin của người khác")]:
        Message.objects.create(
            kind="order_placed_buyer",
            channel="in_app",
            destination="",
            user_id=user.pk,
            subject=subject,
            body="…",
            created_at=clock.now(),
        )
    first = signed_in.get("/tai-khoan/tin-nhan/").content.decode()
    again = signed_in.get("/tai-khoan/tin-nhan/").content.decode()
    assert "Tin của tôi" in first
    assert "Tin của người khác" not in first
    assert ("Mới</span>" in first, "Mới</span>" in again) == (True, False)


def test_other_devices_are_listed_and_signed_out(client, people):
    people.shopper.phone_verified_at = clock.now()
    people.shopper.save()
    phone, computer = client.__class__(), client.__class__()
    for each, browser in [
        (phone, "Mozilla/5.0 (Linux; Android 14) Chrome/120 Safari"),
        (computer, "Mozilla/5.0 (Windows NT) Firefox/130"),
    ]:
        each.post(
            "/tai-khoan/dang-nhap/",
            {"login": "0900000107", "password": PASSWORD},
            headers={"user-agent": browser},
        )
        each.get("/tai-khoan/", headers={"user-agent": browser})
    listed = computer.get("/tai-khoan/thiet-bi/").content.decode()
    assert "Chrome, Android" in listed
    assert "Firefox, Windows" in listed
    computer.post("/tai-khoan/thiet-bi/")
    assert phone.get("/tai-khoan/").status_code == 302
    assert computer.get("/tai-khoan/").status_code == 200
    assert Session.objects.count() == 1


def test_a_changed_password_keeps_this_device_signed_in(signed_in, people):
    wrong = {"oldpassword": "sai", "password1": "mật khẩu hoàn toàn mới"}
    assert signed_in.post("/tai-khoan/mat-khau/", wrong).status_code == 422
    signed_in.post("/tai-khoan/mat-khau/", {**wrong, "oldpassword": PASSWORD})
    people.shopper.refresh_from_db()
    assert people.shopper.check_password("mật khẩu hoàn toàn mới")
    assert signed_in.get("/tai-khoan/").status_code == 200


def test_a_new_phone_counts_from_its_code_on(signed_in, people):
    signed_in.post("/tai-khoan/dien-thoai/", {"phone": "0987654321"})
    people.shopper.refresh_from_db()
    assert people.shopper.phone == "+84900000107"
    code = Message.objects.get(destination="+84987654321").body[:6]
    signed_in.post("/tai-khoan/dien-thoai/ma/", {"code": code})
    people.shopper.refresh_from_db()
    assert people.shopper.phone == "+84987654321"


def test_a_new_email_counts_from_its_code_on(signed_in, people):
    signed_in.post("/tai-khoan/email/", {"email": "Moi@Example.vn", "action_add": "1"})
    people.shopper.refresh_from_db()
    assert people.shopper.email == "nguoi.mua@example.vn"
    code = Message.objects.get(destination="moi@example.vn").body[:6]
    signed_in.post("/tai-khoan/email/ma/", {"code": code})
    people.shopper.refresh_from_db()
    assert people.shopper.email == "moi@example.vn"


def test_the_number_of_queries_does_not_grow_with_the_purchases(signed_in, people):
    assert signed_in.get("/tai-khoan/don-mua/").status_code == 200


@pytest.mark.parametrize("page", [*OWN_PAGES, "mat-khau/", "dien-thoai/", "email/", "dang-xuat/"])
def test_every_own_page_has_one_heading_and_speaks_english_too(signed_in, page):
    for prefix in ("", "/en"):
        text = signed_in.get(f"{prefix}/tai-khoan/{page}").content.decode()
        assert text.count("<h1") == 1
