"""Words find goods: with and without diacritics, the best place first, nothing else."""

import unicodedata

import pytest
from django.test import Client

from backend.catalogue import selectors
from backend.catalogue.selectors import ResultsQuery
from backend.core.errors import Invalid
from tests.builders.booths import a_booth
from tests.builders.catalogue import a_category, a_variant

pytestmark = pytest.mark.django_db


@pytest.fixture
def market():
    booth = a_booth(name="Nhà mắm mẫu Hoằng Thanh", commune_id="16000")
    other = a_booth(name="Cửa hàng mẫu Nga Sơn", commune_id="16093")
    mats = a_category("coi-tre-non", name="Cói, tre, nón", name_en="Sedge, bamboo and hats")
    a_variant(booth, name="Nước mắm cốt 40N")
    a_variant(booth, name="Mắm tôm Hoằng Thanh")
    a_variant(other, name="Chiếu cói dệt tay", category=mats, summary="Dệt bằng sợi đay")
    a_variant(other, name="Mận hậu", category=mats, summary="Quả giòn")
    a_variant(other, name="Bột lá", category=mats, summary="Cho người nổi mẩn")


def names(q: str, **query) -> list[str]:
    return [card["name"] for card in selectors.results(ResultsQuery(q=q, **query)).rows]


@pytest.mark.promise("C85")
@pytest.mark.parametrize(
    "typed",
    [
        "nước mắm",
        "nuoc mam",
        "NUOC MAM",
        "NƯỚC MẮM",
        "nước mam",
        "nuoc ma",
        "  nuoc   mam ",
        "nươ\u0301c mắm",
        "mam nuoc",
        "mắm,nước!",
        "nư\u00adớc mắm",
    ],
)
def test_fish_sauce_is_found_however_it_is_typed(market, typed):
    assert names(typed)[0] == "Nước mắm cốt 40N"


@pytest.mark.promise("C83")
@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_the_form_of_unicode_makes_no_difference(market, form):
    assert names(unicodedata.normalize(form, "Mắm tôm")) == ["Mắm tôm Hoằng Thanh"]


@pytest.mark.promise("C86")
@pytest.mark.parametrize(("one", "other"), [("hòa", "hoà"), ("thúy", "thuý"), ("khỏe", "khoẻ")])
def test_the_old_and_the_new_place_of_a_tone_mark_are_one_spelling(db, one, other):
    booth = a_booth()
    a_variant(booth, name=f"Bánh {one}")
    a_variant(booth, name=f"Bánh {other}")
    found = [
        [(card["name"], card["id"]) for card in selectors.results(ResultsQuery(q=q)).rows]
        for q in (one, other)
    ]
    assert found[0] == found[1]
    assert len(found[0]) == 2


@pytest.mark.parametrize("typed", ["đay", "day", "ĐAY", "Ðay", "Ɖay"])
def test_d_with_a_stroke_is_a_d(market, typed):
    assert "Chiếu cói dệt tay" in names(typed)


def test_who_types_a_tone_gets_that_tone_first(market):
    assert names("mận") == ["Mận hậu", "Bột lá"]
    assert names("mẩn") == ["Bột lá", "Mận hậu"]
    assert names("man") == ["Mận hậu", "Bột lá"], "without tones the name counts more"


def test_a_name_counts_more_than_a_place_and_a_place_more_than_the_rest(db):
    booth, place = a_booth(name="Nhà A"), a_booth(name="Nhà Chanh", commune_id="16093")
    a_variant(booth, name="Muối", summary="Ăn với chanh")
    a_variant(place, name="Ớt")
    a_variant(booth, name="Chanh leo")
    assert names("chanh") == ["Chanh leo", "Ớt", "Muối"]


def test_a_whole_word_counts_more_than_the_beginning_of_one(db):
    booth = a_booth(name="Nhà A")
    a_variant(booth, name="Cam Vân Du")
    a_variant(booth, name="Chả cá")
    assert names("ca") == ["Chả cá", "Cam Vân Du"]


def test_among_equals_what_sells_more_stands_first(db):
    booth = a_booth()
    slow, fast = a_variant(booth, name="Chè A"), a_variant(booth, name="Chè B")
    for variant, sold in ((slow, 2), (fast, 9)):
        variant.product.sold_count = sold
        variant.product.save(update_fields=["sold_count"])
    assert names("che") == ["Chè B", "Chè A"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("hoang thanh", 2),  # commune and booth
        ("nga son", 3),
        ("thanh hoa nuoc mam", 2),  # province; "nước mắm" is the shelf of both
        ("fish sauce", 2),
        ("sedge mat", 0),
        ("xyz", 0),
    ],
)
def test_booth_place_and_shelf_find_their_goods(market, typed, found):
    assert len(names(typed)) == found


@pytest.mark.promise("C18")
@pytest.mark.parametrize("typed", ["%", "_", "\\", "%_\\", "%%%", "*", "''", "|", "#", "--"])
def test_signs_of_a_pattern_stand_for_themselves(market, typed):
    assert names(typed) == []


@pytest.mark.promise("C18")
def test_a_sign_that_a_name_holds_is_found(db):
    a_variant(a_booth(), name="Ca cao 100%")
    assert names("%") == names("100%") == ["Ca cao 100%"]


@pytest.mark.promise("C14")
@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("a" * 101, "too_long"),
        ("a " * 20, "too_many_words"),
        ("mắm\x00", "null_character"),
        ("\ufffd\ufffd", "invalid_encoding"),
        ("mam \u202e tom", "bidi_control"),
    ],
)
def test_what_cannot_be_searched_is_refused_on_q(market, typed, code):
    with pytest.raises(Invalid) as refused:
        selectors.results(ResultsQuery(q=typed))
    assert [(error.field, error.code) for error in refused.value.errors] == [("q", code)]


@pytest.mark.promise("C91")
def test_length_is_counted_after_composing(market):
    assert names(unicodedata.normalize("NFD", "ệ" * 100)) == []


@pytest.mark.promise("C14")
@pytest.mark.promise("C15")
@pytest.mark.promise("C16")
@pytest.mark.promise("C17")
@pytest.mark.parametrize(
    "query", ["q=" + "a" * 100_000, "q=" + "a+" * 20_000, "q=%00", "q=%ff%fe", "q=a&q=b"]
)
def test_the_api_refuses_what_cannot_be_searched(client: Client, db, query):
    answer = client.get(f"/api/v1/products/?{query}")
    assert answer.status_code == 400
    assert {error["field"] for error in answer.json()["errors"]} == {"q"}


def test_nothing_found_offers_similar_words_and_fewer_words(market):
    assert selectors.alternatives(ResultsQuery(q="nuoc mamm")) == [("nuoc mắm", 2), ("nuoc", 2)]
    assert selectors.alternatives(ResultsQuery(q="mắm tôm bà tám")) == [("mắm tôm", 1)]
    mistyped = ResultsQuery(q="nuco mam phú quốc")
    assert selectors.alternatives(mistyped) == [("nước mam", 2), ("mam", 2)]
    assert selectors.alternatives(ResultsQuery(q="zzzz")) == []
    assert selectors.alternatives(ResultsQuery(q="")) == []


def test_words_are_sought_in_listed_goods_alone(market):
    hidden = a_variant(a_booth(state="suspended", opened_at=None), name="Nước mắm bí mật")
    assert not hidden.product.is_listed
    assert "Nước mắm bí mật" not in names("bi mat")
