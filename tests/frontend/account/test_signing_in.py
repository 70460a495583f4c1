"""A person signs up and in by phone or e-mail, and loses nothing on the way."""

import re

import pytest
from django.contrib.auth import get_user, hashers

from backend.accounts.models import User
from backend.notifications.models import Message
from tests.people import PASSWORD, a_user

pytestmark = pytest.mark.django_db

LOGIN, SIGNUP = "/tai-khoan/dang-nhap/", "/tai-khoan/dang-ky/"
NEW = {"name": "Cô Mận", "password1": "mận hậu đầu mùa"}


def code_sent_to(destination: str) -> str:
    message = Message.objects.filter(destination=destination, kind="one_time_code").latest("pk")
    return re.search(r"\d{6}", message.body)[0]


def test_one_signs_up_with_a_phone_alone(client):
    typed = client.post(SIGNUP, {**NEW, "phone": "0912 345 678", "next": "/gio-hang/"})
    assert typed["Location"].startswith("/tai-khoan/dien-thoai/ma/")
    assert not get_user(client).is_authenticated

    code = code_sent_to("+84912345678")
    proved = client.post("/tai-khoan/dien-thoai/ma/", {"code": code, "action": "verify"})

    user = get_user(client)
    assert (proved.status_code, proved["Location"]) == (302, "/gio-hang/")
    assert (user.name, user.phone, user.email) == ("Cô Mận", "+84912345678", None)
    assert user.phone_verified_at is not None


def test_one_signs_up_with_an_email_alone(client):
    client.post(SIGNUP, {**NEW, "email": "Co.Man@Example.vn"})
    code = code_sent_to("co.man@example.vn")

    client.post("/tai-khoan/email/ma/", {"code": code, "action": "verify"})

    user = get_user(client)
    assert (user.email, user.phone) == ("co.man@example.vn", None)


def test_who_signed_up_sees_the_own_account_and_that_the_number_is_proved(client):
    client.post(SIGNUP, {**NEW, "phone": "0912345678"})
    typed = {"code": code_sent_to("+84912345678"), "action": "verify"}
    page = client.post("/tai-khoan/dien-thoai/ma/", typed, follow=True)
    assert page.redirect_chain == [("/tai-khoan/", 302)]
    assert "Cô Mận" in page.text
    assert "Số điện thoại đã được xác nhận." in page.text


def test_without_phone_and_email_nothing_is_made_and_nothing_typed_is_lost(client):
    page = client.post(SIGNUP, NEW)
    assert page.status_code == 422
    assert "Cho biết số điện thoại hoặc e-mail" in page.content.decode()
    assert 'value="Cô Mận"' in page.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("typed", ["0123 456 789", "091234567", "số của tôi"])
def test_a_wrong_number_is_refused_beside_its_field(client, typed):
    page = client.post(SIGNUP, {**NEW, "phone": typed})
    assert page.status_code == 422
    assert 'id="id_phone_error"' in page.content.decode()


def test_a_taken_phone_is_told_to_its_owner_only(client, people):
    fresh = client.post(SIGNUP, {**NEW, "phone": "0912345678"})
    client.logout()
    taken = client.post(SIGNUP, {**NEW, "phone": people.shopper.phone})

    assert (taken.status_code, taken["Location"]) == (fresh.status_code, fresh["Location"])
    told = Message.objects.get(destination=people.shopper.phone)
    assert told.kind == "account_exists"


def test_a_taken_email_is_told_to_its_owner_only(client, people):
    taken = client.post(SIGNUP, {**NEW, "email": people.shopper.email})
    assert taken["Location"].startswith("/tai-khoan/email/ma/")
    assert Message.objects.get(destination=people.shopper.email).kind == "account_exists"


@pytest.mark.parametrize("login", ["0900 000 107", "+84900000107", "Nguoi.Mua@example.vn"])
def test_one_signs_in_by_phone_or_email_however_it_is_written(client, people, login):
    verify(people.shopper)
    client.post(LOGIN, {"login": login, "password": PASSWORD})
    assert get_user(client) == people.shopper


@pytest.mark.promise("C114")
@pytest.mark.parametrize("login", ["0900000107", "0900000199", "ai.do@example.vn", "không phải số"])
def test_an_unknown_login_and_a_wrong_password_are_answered_alike(
    client, people, login, monkeypatch
):
    hashed = []
    encode = hashers.get_hasher().__class__.encode
    monkeypatch.setattr(
        hashers.get_hasher().__class__,
        "encode",
        lambda self, *a, **k: hashed.append(1) or encode(self, *a, **k),
    )
    page = client.post(LOGIN, {"login": login, "password": "không đúng đâu"})
    assert page.status_code == 422
    assert "Số điện thoại, e-mail hoặc mật khẩu chưa đúng." in page.content.decode()
    assert len(hashed) == 1


@pytest.mark.promise("C113")
@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https:evil", "javascript:alert(1)"]
)
def test_signing_in_never_leads_elsewhere(client, people, target):
    verify(people.shopper)
    done = client.post(LOGIN, {"login": "0900000107", "password": PASSWORD, "next": target})
    assert (done.status_code, done["Location"]) == (302, "/")


@pytest.mark.promise("C98")
def test_a_long_password_with_spaces_and_marks_is_taken_whole(client):
    password = "đường làng quê mẹ " * 7 + "ơi"
    assert len(password) == 128
    client.post(SIGNUP, {**NEW, "password1": password, "email": "a@x.vn"})
    user = User.objects.get()
    assert user.check_password(password)
    assert not user.check_password(password[:-1])


@pytest.mark.parametrize("login", ["0900000107", "nguoi.mua@example.vn"])
def test_one_signs_in_by_a_code(client, people, login):
    verify(people.shopper)
    client.post("/tai-khoan/ma/", {"login": login})
    assert not get_user(client).is_authenticated
    code = code_sent_to("+84900000107" if login[0] == "0" else login)
    client.post("/tai-khoan/ma/nhap/", {"code": code})
    assert get_user(client) == people.shopper


def test_a_code_for_nobody_looks_like_a_code_for_somebody(client, people):
    known = client.post("/tai-khoan/ma/", {"login": people.shopper.phone})
    client.logout()
    unknown = client.post("/tai-khoan/ma/", {"login": "0900000199"})
    assert (unknown.status_code, unknown["Location"]) == (known.status_code, known["Location"])
    assert Message.objects.get(destination="+84900000199").kind == "no_account"


def test_three_wrong_codes_end_the_trial(client, people):
    verify(people.shopper)
    client.post("/tai-khoan/ma/", {"login": "0900000107"})
    right = code_sent_to("+84900000107")
    wrong = "000000" if right != "000000" else "111111"
    answers = [client.post("/tai-khoan/ma/nhap/", {"code": wrong}) for _ in range(3)]
    assert [each.status_code for each in answers] == [422, 422, 302]
    client.post("/tai-khoan/ma/nhap/", {"code": right})
    assert not get_user(client).is_authenticated


@pytest.mark.parametrize("login", ["0900000107", "nguoi.mua@example.vn"])
def test_a_forgotten_password_is_set_anew_by_phone_or_email(client, people, login):
    verify(people.shopper)
    client.post("/tai-khoan/mat-khau/quen/", {"email": login})
    code = code_sent_to("+84900000107" if login[0] == "0" else login)
    client.post("/tai-khoan/mat-khau/quen/ma/", {"code": code})
    client.post("/tai-khoan/mat-khau/quen/moi/", {"password1": "mật khẩu hoàn toàn mới"})
    people.shopper.refresh_from_db()
    assert people.shopper.check_password("mật khẩu hoàn toàn mới")


def test_the_code_goes_into_no_list_and_is_forgotten_when_it_has_arrived(client, people):
    client.post("/tai-khoan/ma/", {"login": people.shopper.phone})
    assert not Message.objects.filter(channel="in_app").exists()


@pytest.mark.parametrize(
    "path",
    [LOGIN, SIGNUP, "/tai-khoan/ma/", "/tai-khoan/mat-khau/quen/", "/tai-khoan/bi-khoa/"],
)
def test_sign_in_pages_are_open_and_stored_by_nobody(client, db, path):
    page = client.get(path)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert 'name="robots" content="noindex"' in page.content.decode()


def test_too_many_trials_are_answered_with_a_page(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    answers = [client.post(LOGIN, {"login": "x", "password": "y"}) for _ in range(3)]
    assert answers[-1].status_code == 429
    assert "Bạn chờ" in answers[-1].content.decode()


def verify(user: User) -> None:
    user.phone_verified_at = user.date_joined
    user.save(update_fields=["phone_verified_at"])


def test_an_unproved_phone_is_proved_at_the_first_sign_in(client, db):
    a_user("Chưa xác nhận", "+84900000177")
    client.post(LOGIN, {"login": "0900000177", "password": PASSWORD})
    assert not get_user(client).is_authenticated
    client.post("/tai-khoan/dien-thoai/ma/", {"code": code_sent_to("+84900000177")})
    assert get_user(client).phone_verified_at is not None
