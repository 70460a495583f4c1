"""The officer records what a product was awarded; the badge follows the record."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from backend.core import clock
from backend.curation.models import Recognition
from tests.builders.catalogue import a_variant

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture
def product(people):
    return a_variant(people.booth_a, name="Chiếu mẫu").product


@pytest.fixture
def officer(client, people):
    client.force_login(people.officer)
    return client


def record(client, product, **changes):
    decided = clock.today() - timedelta(days=30)
    return client.post(
        "/quan-ly/38/cong-nhan/ghi/",
        {
            "product": product.pk,
            "kind": "ocop",
            "stars": "4",
            "title": "OCOP 4 sao",
            "decision_number": "MẪU-77",
            "authority": "UBND Tỉnh Thanh Hóa",
            "decided_on": decided.strftime("%d/%m/%Y"),
            "valid_until": "",
            "evidence": "B1",
            **changes,
        },
    )


def test_stars_show_at_once_and_end_36_months_after_the_decision(officer, product):
    assert record(officer, product).status_code == 302
    product.refresh_from_db()
    assert product.ocop_stars == 4
    kept = Recognition.objects.get()
    assert kept.valid_until.year == kept.decided_on.year + 3
    assert "MẪU-77" in officer.get("/quan-ly/38/cong-nhan/").content.decode()
    day_after = clock.now() + timedelta(days=3 * 366)
    with clock.at(day_after):
        shown = officer.get(f"/sp/{product.slug}-{product.pk}/").content.decode()
    assert "OCOP 4 sao" not in shown


def test_a_proposal_gives_no_stars(officer, product):
    record(officer, product, evidence="B2")
    product.refresh_from_db()
    assert product.ocop_stars is None


def test_a_decision_of_tomorrow_is_refused_and_nothing_typed_is_lost(officer, product):
    tomorrow = clock.today() + timedelta(days=1)
    answer = record(officer, product, decided_on=tomorrow.strftime("%d/%m/%Y"))
    assert answer.status_code == 422
    assert "MẪU-77" in answer.content.decode()
    assert not Recognition.objects.exists()


def test_the_same_decision_twice_is_told_at_its_field(officer, product):
    record(officer, product)
    answer = record(officer, product)
    assert answer.status_code == 422
    assert Recognition.objects.count() == 1


def test_a_decisions_file_is_private_and_only_this_provinces(officer, client, people, product):
    file = SimpleUploadedFile("../../quyết định.pdf", PDF, content_type="application/pdf")
    assert record(officer, product, file=file).status_code == 302
    address = f"/quan-ly/38/cong-nhan/{Recognition.objects.get().pk}/tep/"
    answer = officer.get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    for stranger in (people.other_officer, people.owner_a, people.operator):
        client.force_login(stranger)
        assert client.get(address).status_code == 404


def test_a_page_named_pdf_is_not_taken(officer, product):
    file = SimpleUploadedFile("x.pdf", b"<html><script>", content_type="application/pdf")
    answer = record(officer, product, file=file)
    assert answer.status_code == 422
    assert not Recognition.objects.exists()


def test_withdrawing_takes_the_badge_at_once_and_needs_a_reason(officer, product):
    record(officer, product)
    address = f"/quan-ly/38/cong-nhan/{Recognition.objects.get().pk}/rut/"
    officer.post(address, {"reason": " "})
    assert Recognition.objects.filter(withdrawn_at=None).exists()
    assert officer.post(address, {"reason": "Quyết định bị thu hồi"}).status_code == 302
    product.refresh_from_db()
    assert product.ocop_stars is None


def test_goods_of_another_province_cannot_be_recognised(officer, people):
    foreign = a_variant(people.booth_b, name="Mắm Nam Ô mẫu").product
    assert record(officer, foreign).status_code == 422
    assert not Recognition.objects.exists()
