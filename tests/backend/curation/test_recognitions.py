"""Titles with their evidence: shown while they count, gone by themselves, kept for ever."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.storage import InMemoryStorage, storages
from PIL import Image

from backend.catalogue import selectors as goods
from backend.catalogue.models import Product
from backend.core import clock, queue
from backend.core.errors import Conflict, Invalid, NotFound
from backend.core.models import AuditEvent
from backend.curation import rules, selectors, services
from backend.curation.models import Recognition
from backend.curation.selectors import RegisterQuery
from tests.builders.catalogue import a_variant
from tests.builders.checks import violations_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(people) -> Product:
    return a_variant(people.booth_a, name="Mắm tôm").product


@pytest.fixture
def recognised(people, product):
    def make(**fields) -> Recognition:
        today = clock.today()
        return services.record_recognition(
            **{
                "product": product,
                "officer": people.officer,
                "kind": "ocop",
                "stars": 4,
                "title": "OCOP 4 sao",
                "decision_number": f"MẪU-{Recognition.objects.count() + 1:02d}",
                "authority": "UBND tỉnh",
                "decided_on": today - timedelta(days=365),
                "valid_until": today + timedelta(days=730),
                "evidence": "B1",
                **fields,
            }
        )

    return make


def stars(product: Product) -> int | None:
    return goods.product_page(product.pk).ocop_stars


@pytest.mark.parametrize(
    ("evidence", "shown"), [("A", True), ("B1", True), ("B2", False), ("C", False)]
)
def test_only_a_decision_or_state_press_shows_stars(product, recognised, evidence, shown):
    recognised(evidence=evidence)
    assert stars(product) == (4 if shown else None)
    assert bool(selectors.badges(product)) is shown
    assert violations_of("curation") == []


def test_stars_end_by_themselves_on_their_day(product, recognised):
    now, today = clock.now(), clock.today()
    recognised(valid_until=today + timedelta(days=3))
    for days, expected in [(0, 4), (3, 4), (4, None)]:
        with clock.at(now + timedelta(days=days)):
            assert stars(product) == expected
            assert len(selectors.badges(product)) == (1 if expected else 0)
            assert len(goods.typical()) == (1 if expected else 0)
            assert violations_of("curation") == []


def test_when_the_best_title_ends_the_next_one_is_shown(product, recognised):
    now, today = clock.now(), clock.today()
    recognised(stars=5, valid_until=today)
    recognised(stars=3, valid_until=today + timedelta(days=100))
    assert stars(product) == 5
    with clock.at(now + timedelta(days=1)):
        assert stars(product) is None
        queue.TASKS["curation.end_recognitions"].run()
        assert stars(product) == 3
        assert services.end_recognitions() == 0
        assert violations_of("curation") == []


@pytest.mark.promise("I18")
def test_a_withdrawn_title_is_gone_at_once_and_its_record_stays(people, product, recognised):
    recognition = recognised()
    before = AuditEvent.objects.count()
    services.withdraw(recognition=recognition, officer=people.officer, reason="Vi phạm")
    services.withdraw(recognition=recognition, officer=people.officer, reason="Lần nữa")
    assert stars(product) is None
    assert selectors.badges(product) == []
    recognition.refresh_from_db()
    assert recognition.withdrawn_reason == "Vi phạm"
    (event,) = AuditEvent.objects.order_by("id")[before:]
    assert (event.action, event.reason) == ("recognition.withdrawn", "Vi phạm")
    assert (event.actor_id, event.province_code) == (people.officer.pk, "38")


def test_a_withdrawal_needs_a_reason(people, recognised):
    with pytest.raises(Invalid):
        services.withdraw(recognition=recognised(), officer=people.officer, reason=" ")


def test_a_decision_is_recorded_once_a_product(recognised):
    recognised(decision_number="12/QĐ-UBND")
    with pytest.raises(Conflict) as refused:
        recognised(decision_number=" 12/QĐ-UBND ")
    assert refused.value.code == "already_recorded"


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "best"}, "kind"),
        ({"evidence": "D"}, "evidence"),
        ({"stars": None}, "stars"),
        ({"stars": 2}, "stars"),
        ({"stars": 6}, "stars"),
        ({"kind": "collective_mark"}, "stars"),
        ({"valid_until": None}, "valid_until"),
        ({"decided_on": date(2999, 1, 1)}, "decided_on"),
        ({"decided_on": TODAY, "valid_until": TODAY}, "valid_until"),
        ({"title": " "}, "title"),
        ({"decision_number": ""}, "decision_number"),
        ({"authority": "x" * 161}, "authority"),
    ],
)
def test_what_is_wrong_with_a_record_is_named(recognised, fields, field):
    with pytest.raises(Invalid) as refused:
        recognised(**fields)
    assert [error.field for error in refused.value.errors] == [field]
    assert not Recognition.objects.exists()


def test_a_sample_says_so_in_its_words(product, recognised):
    recognised(is_sample=True)
    recognised(kind="geographical_indication", stars=None, title="Mắm", valid_until=None)
    words = [badge.words for badge in selectors.badges(product)]
    assert words == ["OCOP 4 sao (dữ liệu mẫu)", "Chỉ dẫn địa lý"]


def test_badges_cost_one_query(product, recognised, django_assert_num_queries):
    recognised()
    recognised(kind="collective_mark", stars=None)
    with django_assert_num_queries(1):
        assert len(selectors.badges(product)) == 2


@pytest.mark.promise("I16")
def test_an_officer_finds_records_of_the_own_province_alone(people, product, recognised):
    recognition = recognised()
    theirs = a_variant(people.booth_b).product
    assert selectors.register_of("38").recognitions == [recognition]
    assert selectors.register_of("48").recognitions == []
    assert selectors.recognition_of_province("38", recognition.pk) == recognition
    with pytest.raises(NotFound):
        selectors.recognition_of_province("48", recognition.pk)
    assert selectors.product_of_province("38", product.pk) == product
    with pytest.raises(NotFound):
        selectors.product_of_province("38", theirs.pk)
    assert list(selectors.products_of("38")) == [product]
    assert list(selectors.products_of("48")) == [theirs]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (RegisterQuery(), 2),
        (RegisterQuery(q="mam tom"), 2),
        (RegisterQuery(q="77"), 1),
        (RegisterQuery(q="chè"), 0),
        (RegisterQuery(kind="ocop"), 1),
        (RegisterQuery(standing="active"), 1),
        (RegisterQuery(standing="ended"), 1),
        (RegisterQuery(standing="withdrawn"), 0),
        (RegisterQuery(kind="x", standing="x", page=99), 2),
    ],
)
def test_the_register_is_narrowed(recognised, query, found):
    recognised(decision_number="77/QĐ-UBND")
    recognised(kind="collective_mark", stars=None, valid_until=clock.today() - timedelta(days=1))
    assert selectors.register_of("38", query).total == found


def test_the_checks_see_stars_without_a_title(product, recognised):
    recognised()
    Product.objects.update(ocop_stars=5)
    assert len(violations_of("curation")) == 1
    Product.objects.update(ocop_stars=None, ocop_valid_until=None)
    assert len(violations_of("curation")) == 1


# --- the evidence ---


@pytest.fixture
def private(monkeypatch) -> InMemoryStorage:
    storage = InMemoryStorage()
    monkeypatch.setitem(storages._storages, "private", storage)
    return storage


def a_picture(kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (a_picture("JPEG"), "jpg"),
        (a_picture("PNG"), "png"),
        (a_picture("WEBP"), "webp"),
    ],
)
def test_evidence_is_kept_by_what_it_is(private, recognised, content, kind):
    name = services.keep_evidence(content)
    assert name.endswith(f".{kind}")
    assert services.keep_evidence(content) == name
    assert len(private.listdir("evidence")[1]) == 1
    file, content_type = selectors.open_evidence(recognised(evidence_file=name))
    assert (file.read(), content_type) == (content, rules.CONTENT_TYPES[kind])


@pytest.mark.parametrize(
    "content",
    [b"", b"<script>", b"GIF89a", b"MZ\x90", b"PK\x03\x04", b"RIFF\x00\x00\x00\x00WAVE", b" %PDF-"],
)
def test_other_files_are_refused_by_their_first_bytes(private, content):
    with pytest.raises(Invalid) as refused:
        services.keep_evidence(content)
    assert [error.field for error in refused.value.errors] == ["evidence_file"]


def test_a_file_over_ten_megabytes_is_refused(private):
    services.keep_evidence(b"%PDF-" + bytes(rules.LARGEST_EVIDENCE - 5))
    with pytest.raises(Invalid):
        services.keep_evidence(b"%PDF-" + bytes(rules.LARGEST_EVIDENCE - 4))


@pytest.mark.parametrize("name", ["", "evidence/x.exe", "evidence/missing.pdf"])
def test_a_record_without_its_file_opens_nothing(private, recognised, name):
    with pytest.raises(NotFound):
        selectors.open_evidence(recognised(evidence_file=name))
