"""Does a person find the own commune by typing, with or without diacritics?"""

import re
import unicodedata
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core.text import fold
from backend.regions import selectors
from backend.regions.models import Commune

pytestmark = pytest.mark.django_db

# The tone on the first vowel of an open syllable ("hòa") and on the second ("hoà").
OTHER_PLACE = {
    first + second: plain + toned
    for plain, firsts, second, toneds in [
        ("o", "òóỏõọ", "a", "àáảãạ"),
        ("o", "òóỏõọ", "e", "èéẻẽẹ"),
        ("u", "ùúủũụ", "y", "ỳýỷỹỵ"),
    ]
    for first, toned in zip(firsts, toneds, strict=True)
}
OPEN_SYLLABLE = re.compile(r"(" + "|".join(OTHER_PLACE) + r")\b")


def _codes(hits: list[selectors.CommuneHit]) -> list[str]:
    return [hit.commune.code for hit in hits]


def _names(hits: list[selectors.CommuneHit]) -> list[str]:
    return [str(hit.commune) for hit in hits]


@pytest.mark.parametrize(
    "typed", ["Nga Sơn", "nga son", "NGA SƠN", "xã Nga Sơn", "nga s", "xa nga son", "X. Nga Sơn"]
)
def test_a_commune_is_found_first_however_it_is_typed(typed: str) -> None:
    assert _codes(selectors.search_communes("38", typed))[0] == "16093"


@pytest.mark.parametrize("typed", ["đồng tiến", "dong tien", "ĐỒNG TIẾN", "đong tien", "Ðồng Tiến"])
def test_all_ways_to_write_a_d_find_the_same_communes(typed: str) -> None:
    found = selectors.search_communes("38", typed)
    assert {"15853", "15724"} <= set(_codes(found))


def test_decomposed_text_finds_what_composed_text_finds() -> None:
    for name in ("Sơn Thủy", "Hoằng Hóa", "Đồng Tiến"):
        composed = selectors.search_communes("38", unicodedata.normalize("NFC", name))
        decomposed = selectors.search_communes("38", unicodedata.normalize("NFD", name))
        assert composed == decomposed
        assert composed


def test_both_places_of_the_tone_mark_find_the_same_first_commune() -> None:
    pairs = 0
    for province in selectors.provinces():
        for commune in selectors.communes_of(province.code):
            other = OPEN_SYLLABLE.sub(lambda m: OTHER_PLACE[m[1]], commune.name)
            if other == commune.name:
                continue
            pairs += 1
            ours = selectors.search_communes(province.code, commune.name)
            theirs = selectors.search_communes(province.code, other)
            assert _codes(ours) == _codes(theirs), commune
    assert pairs >= 190


def test_the_ten_names_that_fold_alike_in_one_province_stand_apart() -> None:
    alike: dict[tuple[str, str], list[Commune]] = defaultdict(list)
    for commune in Commune.objects.all():
        alike[commune.province_id, commune.folded].append(commune)
    ambiguous = {key: found for key, found in alike.items() if len(found) > 1}
    assert len(ambiguous) == 10
    for (province, folded), communes in ambiguous.items():
        hits = selectors.search_communes(province, folded)
        assert {c.code for c in communes} <= set(_codes(hits))
        assert len({(str(hit.commune), hit.formerly) for hit in hits}) == len(hits)


def test_the_same_tones_come_first() -> None:
    assert _names(selectors.search_communes("31", "Cẩm Giàng"))[:2] == [
        "Xã Cẩm Giàng",
        "Xã Cẩm Giang",
    ]
    assert _names(selectors.search_communes("31", "Cẩm Giang"))[0] == "Xã Cẩm Giang"
    assert _names(selectors.search_communes("38", "Đồng Ti"))[0] == "Xã Đồng Tiến"
    assert _names(selectors.search_communes("38", "Đông Ti"))[0] == "Phường Đông Tiến"


def test_the_kind_tells_two_alike_names_apart() -> None:
    assert _names(selectors.search_communes("38", "phuong dong tien"))[0] == "Phường Đông Tiến"
    assert _names(selectors.search_communes("38", "xa dong tien"))[0] == "Xã Đồng Tiến"


def test_a_beginning_goes_before_a_later_word() -> None:
    names = [hit.commune.folded for hit in selectors.search_communes("38", "son")]
    begins = [name.startswith("son") for name in names if " son" in f" {name}"]
    assert begins == sorted(begins, reverse=True)
    assert not all(begins)


def test_a_name_that_begins_like_a_kind_is_still_a_name() -> None:
    assert _names(selectors.search_communes(None, "xa phien"))[0] == "Xã Xà Phiên"


def test_whoever_types_the_old_name_finds_the_commune_of_today() -> None:
    hits = selectors.search_communes("38", "hoang phu")
    found = {str(hit.commune): hit.formerly for hit in hits}
    assert found["Xã Hoằng Thanh"] == ("xã Hoằng Phụ, huyện Hoằng Hóa",)
    assert next(iter(found)) == "Xã Hoằng Phú"  # the name of today goes first


def test_an_old_name_of_a_merged_province_tells_that_province() -> None:
    (first, *_) = selectors.search_communes("79", "Thuận An")
    assert any("tỉnh Bình Dương" in name for name in first.formerly)


def test_at_most_two_former_names_are_told() -> None:
    hits = selectors.search_communes("38", "", limit=200)
    assert len(hits) == 166
    assert {len(hit.formerly) for hit in hits} == {1, 2}


def test_a_typed_text_that_fits_nothing_finds_nothing() -> None:
    assert selectors.search_communes("38", "qwxz") == []
    assert selectors.search_communes("00", "nga son") == []


def test_the_search_keeps_to_the_province_and_the_limit() -> None:
    hits = selectors.search_communes("48", "a", limit=5)
    assert len(hits) == 5
    assert {hit.commune.province_id for hit in hits} == {"48"}


def test_over_all_provinces_the_home_province_goes_first() -> None:
    hits = selectors.search_communes(None, "tan tien")
    alike = [hit.commune.province_id for hit in hits if hit.commune.folded == "tan tien"]
    assert alike[0] == "38"
    assert len(alike) > 1


@settings(deadline=None)
@given(data=st.data())
def test_any_beginning_of_a_name_finds_it_typed_in_any_way(data: st.DataObject) -> None:
    province = data.draw(st.sampled_from(selectors.provinces())).code
    commune = data.draw(st.sampled_from(selectors.communes_of(province)))
    typed = commune.name[: data.draw(st.integers(2, len(commune.name)))]
    way = data.draw(st.sampled_from([str.upper, str.lower, fold, _decomposed]))
    found = selectors.search_communes(province, way(typed), limit=168)
    assert commune.code in _codes(found)


@settings(deadline=None)
@given(typed=st.text(max_size=30))
def test_no_text_breaks_the_search(typed: str) -> None:
    assert len(selectors.search_communes(None, typed, limit=3)) <= 3


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)
