"""Are the loaded provinces and communes the official ones?"""

import csv
import unicodedata
from collections import Counter

import pytest
from django.db import IntegrityError, transaction

from backend.core.text import slugify
from backend.regions import selectors, services
from backend.regions.models import Commune, FormerUnit, Province

pytestmark = pytest.mark.django_db

COMMUNES_PER_PROVINCE = {
    **{"01": 126, "04": 56, "08": 124, "11": 45, "12": 38, "14": 75, "15": 99, "19": 92},
    **{"20": 65, "22": 54, "24": 99, "25": 148, "31": 114, "33": 104, "37": 129, "38": 166},
    **{"40": 130, "42": 69, "44": 78, "46": 40, "48": 94, "51": 96, "52": 135, "56": 65},
    **{"66": 102, "68": 124, "75": 95, "79": 168, "80": 96, "82": 102, "86": 124, "91": 102},
    **{"92": 103, "96": 64},
}
CITIES = {"01", "31", "46", "48", "75", "79", "92"}
NEW_WARDS_OF_DONG_NAI = {
    *("Dầu Giây", "Đồng Phú", "Long Thành", "Lộc Ninh", "Nhơn Trạch"),
    *("Tân Khai", "Tân Phú", "Trảng Bom", "Trị An", "Xuân Lộc"),
}


def test_every_province_has_its_official_number_of_communes() -> None:
    per_province = Counter(Commune.objects.values_list("province_id", flat=True))
    assert per_province == COMMUNES_PER_PROVINCE
    assert per_province.total() == 3321


def test_communes_are_of_three_kinds() -> None:
    kinds = Counter(Commune.objects.values_list("kind", flat=True))
    assert kinds == {"xa": 2611, "phuong": 697, "dac_khu": 13}


def test_seven_of_the_provinces_are_cities() -> None:
    assert {p.code for p in selectors.provinces() if p.is_city} == CITIES


def test_ten_communes_of_dong_nai_became_wards_when_it_became_a_city() -> None:
    since = {c.name for c in selectors.communes_of("75") if str(c.effective_from) == "2026-04-30"}
    assert since == NEW_WARDS_OF_DONG_NAI
    assert all(c.kind == "phuong" for c in selectors.communes_of("75") if c.name in since)


def test_ba_che_has_the_code_of_the_decision() -> None:
    assert str(selectors.commune_or_none("06978", "22")) == "Xã Ba Chẽ"
    assert selectors.commune_or_none("06970") is None


@pytest.mark.parametrize(
    ("code", "name", "province"),
    [("20333", "Đặc khu Hoàng Sa", "48"), ("22736", "Đặc khu Trường Sa", "56")],
)
def test_the_islands_stand_in_the_tables_where_they_lie(
    code: str, name: str, province: str
) -> None:
    island = selectors.commune_or_none(code, province)
    assert str(island) == name
    assert 111 < island.longitude < 118


def test_a_commune_tells_its_full_name_and_is_known_by_its_code() -> None:
    assert str(Commune.objects.get(pk="16093")) == "Xã Nga Sơn"
    assert str(Province.objects.get(pk="79")) == "Thành phố Hồ Chí Minh"


def test_every_commune_lies_in_vietnam() -> None:
    for commune in Commune.objects.all():
        assert 7 < commune.latitude < 23.5, commune
        assert 102 < commune.longitude < 118, commune


def test_names_are_stored_in_one_normal_form() -> None:
    names = list(Commune.objects.values_list("name", flat=True))
    names += FormerUnit.objects.values_list("commune_name", flat=True)
    assert all(unicodedata.is_normalized("NFC", name) for name in names)


def test_addresses_of_places_are_unique_and_plain() -> None:
    assert selectors.province_by_slug("thanh-hoa").code == "38"
    assert selectors.province_by_slug("ho-chi-minh").code == "79"
    assert selectors.province_by_slug("hanoi") is None
    places = Commune.objects.values_list("slug", "name")
    assert all(slug == slugify(name) for slug, name in places)


def test_every_commune_says_what_it_was_before() -> None:
    told = set(FormerUnit.objects.values_list("commune_id", flat=True))
    assert told == set(Commune.objects.values_list("code", flat=True))


def test_a_split_commune_leads_to_each_of_its_parts() -> None:
    parts = FormerUnit.objects.values("commune_name", "district_name", "province_name")
    split = Counter(tuple(part.values()) for part in parts)
    assert max(split.values()) > 1
    assert len(split) == 10_040


def test_loading_again_changes_nothing() -> None:
    before = list(Commune.objects.order_by("code").values())
    services.load_regions()
    assert list(Commune.objects.order_by("code").values()) == before
    assert FormerUnit.objects.count() == 10_602


def test_loading_again_repairs_a_changed_name(own_tables: None) -> None:
    Commune.objects.filter(code="16093").update(name="Nga Sơn sai")
    services.load_regions()
    assert selectors.commune_or_none("16093").name == "Nga Sơn"


def test_a_commune_that_left_the_table_stays_but_is_offered_no_more(own_tables: None) -> None:
    Commune.objects.create(
        code="99999",
        name="Cũ",
        kind="xa",
        province_id="38",
        slug="cu",
        folded="cu",
        latitude=20,
        longitude=105,
        effective_from="2025-07-01",
    )
    assert selectors.commune_or_none("99999") is not None
    services.load_regions()
    assert selectors.commune_or_none("99999") is None
    assert Commune.objects.get(code="99999").effective_to is not None


def test_before_the_tables_are_loaded_nothing_is_remembered(own_tables: None) -> None:
    FormerUnit.objects.all().delete()
    Commune.objects.all().delete()
    assert selectors.commune_or_none("16093") is None
    services.load_regions()
    assert selectors.commune_or_none("16093") is not None


def test_the_database_refuses_an_unknown_kind() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Commune.objects.filter(code="16093").update(kind="huyen")


def test_the_tables_in_the_repository_have_no_double_code() -> None:
    for name in ("provinces.csv", "communes.csv"):
        with (services.TABLES / name).open(encoding="utf-8") as file:
            codes = [row["code"] for row in csv.DictReader(file)]
        assert len(codes) == len(set(codes))
