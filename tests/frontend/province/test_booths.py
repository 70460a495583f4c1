"""The officer verifies booths of the own province, and of no other."""

import pytest
from django.core.management import call_command

from backend.booths.models import Booth, Review
from backend.core import audit, queue  # noqa: F401
from backend.core.models import AuditEvent
from backend.notifications.models import Message
from tests.builders.booths import a_booth
from tests.builders.catalogue import a_variant

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(people):
    booth = a_booth(
        name="Hộ mẫu chờ duyệt",
        slug="ho-mau-cho-duyet",
        commune_id="16093",
        state=Booth.State.SUBMITTED,
    )
    a_variant(booth, name="Mắm chờ duyệt")
    return booth


@pytest.fixture
def officer(client, people):
    client.force_login(people.officer)
    return client


def decide(client, booth, **fields):
    return client.post(f"/quan-ly/{booth.province_id}/gian-hang/{booth.slug}/", fields)


def test_an_officer_lands_in_the_own_province(officer):
    assert officer.get("/quan-ly/").headers["Location"] == "/quan-ly/38/"


def test_who_is_no_officer_finds_no_desk(client, people):
    for user in (people.shopper, people.owner_a, people.operator):
        client.force_login(user)
        assert client.get("/quan-ly/").status_code == 404
        assert client.get("/quan-ly/38/").status_code == 404


def test_a_visitor_is_asked_to_sign_in(client):
    assert "/tai-khoan/dang-nhap/" in client.get("/quan-ly/38/").headers["Location"]


@pytest.mark.promise("I16")
def test_another_provinces_officer_sees_and_decides_nothing(client, people, waiting):
    client.force_login(people.other_officer)
    for page in ("", "cho-duyet/", "gian-hang/", f"gian-hang/{waiting.slug}/", "cong-nhan/"):
        assert client.get(f"/quan-ly/38/{page}").status_code == 404
    assert decide(client, waiting, outcome="approved").status_code == 404
    own = client.get("/quan-ly/48/gian-hang/").content.decode()
    assert waiting.name not in own
    assert client.get(f"/quan-ly/48/gian-hang/{waiting.slug}/").status_code == 404
    waiting.refresh_from_db()
    assert waiting.state == Booth.State.SUBMITTED
    assert not Review.objects.exists()


def test_a_waiting_booth_is_first_on_the_desk(officer, waiting):
    for page in ("/quan-ly/38/", "/quan-ly/38/cho-duyet/"):
        assert waiting.name in officer.get(page).content.decode()


def test_approval_opens_the_booth_lists_its_goods_and_tells_the_owner(officer, people, waiting):
    waiting.memberships.create(user=people.shopper, role="owner")
    assert not waiting.products.filter(is_listed=True).exists()
    assert decide(officer, waiting, outcome="approved").status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == Booth.State.ACTIVE
    assert waiting.opened_at
    assert waiting.products.filter(is_listed=True).exists()
    assert Message.objects.filter(kind="booth_decided", user=people.shopper).exists()
    assert AuditEvent.objects.filter(booth_id=waiting.pk, province_code="38").exists()
    call_command("check_invariants")


def test_a_refusal_without_a_reason_keeps_what_was_chosen(officer, waiting):
    answer = decide(officer, waiting, outcome="refused", reason="  ")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Viết lý do" in page
    assert 'value="refused"' in page
    waiting.refresh_from_db()
    assert waiting.state == Booth.State.SUBMITTED


def test_a_second_decision_on_a_decided_booth_is_refused_kindly(officer, waiting):
    decide(officer, waiting, outcome="approved")
    answer = decide(officer, waiting, outcome="approved")
    assert answer.status_code == 422
    assert Review.objects.count() == 1


def test_the_register_is_filtered_and_forgives_what_it_does_not_know(officer, people, waiting):
    page = officer.get("/quan-ly/38/gian-hang/?state=submitted&page=abc&fbclid=1").content.decode()
    assert waiting.name in page
    assert people.booth_a.name not in page
    found = officer.get("/quan-ly/38/gian-hang/?q=Ho+mau+cho").content.decode()
    assert waiting.name in found
    assert people.booth_b.name not in officer.get("/quan-ly/38/gian-hang/").content.decode()
