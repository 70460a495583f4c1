"""What does an address form get from the API about provinces and communes?"""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def _get(client: Client, address: str, **query: Any) -> dict[str, Any]:
    response = client.get(f"/api/v1/{address}/", query)
    assert response.status_code == 200, response.content
    return response.json()


def _refused(client: Client, address: str, **query: Any) -> list[str]:
    response = client.get(f"/api/v1/{address}/", query)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    return [error["field"] for error in response.json()["errors"]]


def _all(client: Client, link: str) -> list[dict[str, Any]]:
    items = []
    while link:
        body = client.get(link).json()
        items += body["results"]
        link = body["next"]
    return items


def test_anyone_may_list_the_provinces(client: Client) -> None:
    body = _get(client, "provinces", page_size=100)
    assert len(body["results"]) == 34
    assert body["results"][0] == {"code": "01", "name": "Hà Nội", "kind": "thanh_pho"}
    assert body["next"] is body["previous"] is None


def test_following_next_reads_every_commune_of_a_province_once(client: Client) -> None:
    items = _all(client, "/api/v1/communes/?province=38&page_size=50")
    codes = [item["code"] for item in items]
    assert len(codes) == 166
    assert codes == sorted(set(codes))
    assert {item["province_code"] for item in items} == {"38"}


def test_following_next_reads_the_whole_country(client: Client) -> None:
    assert len(_all(client, "/api/v1/communes/?page_size=100")) == 3321


def test_a_commune_tells_kind_name_province_and_what_it_was(client: Client) -> None:
    (item,) = _get(client, "communes", province="38", q="nga son")["results"]
    assert item == {
        "code": "16093",
        "name": "Nga Sơn",
        "kind": "xa",
        "province_code": "38",
        "formerly": ["thị trấn Nga Sơn, huyện Nga Sơn", "xã Nga Hiệp, huyện Nga Sơn"],
    }


def test_alike_names_come_apart_by_kind_and_diacritics(client: Client) -> None:
    items = _get(client, "communes", province="38", q="dong tien")["results"]
    assert {("phuong", "Đông Tiến"), ("xa", "Đồng Tiến")} <= {(i["kind"], i["name"]) for i in items}


def test_the_page_size_limits_what_is_found(client: Client) -> None:
    body = _get(client, "communes", q="tan", page_size=5)
    assert len(body["results"]) == 5
    assert body["next"] is None


def test_an_empty_text_lists_as_if_none_was_typed(client: Client) -> None:
    assert _get(client, "communes", province="12", q="")["results"][0]["province_code"] == "12"


def test_a_text_that_fits_nothing_is_an_empty_list(client: Client) -> None:
    assert _get(client, "communes", q="qwxz")["results"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"lang": "vi"}, "lang"),
        ({"province": "99"}, "province"),
        ({"province": "380"}, "province"),
        ({"province": ""}, "province"),
        ({"page_size": "0"}, "page_size"),
        ({"page_size": "abc"}, "page_size"),
        ({"cursor": "x"}, "cursor"),
        ({"q": "nga son", "cursor": "x"}, "cursor"),
        ({"q": "a" * 101}, "q"),
        ({"q": "nga\x00son"}, "q"),
    ],
)
def test_a_wrong_parameter_is_named(client: Client, query: dict[str, str], field: str) -> None:
    assert _refused(client, "communes", **query) == [field]


def test_provinces_take_no_other_parameter_than_the_page(client: Client) -> None:
    assert _refused(client, "provinces", q="thanh hoa") == ["q"]


def test_answers_may_be_kept_by_everybody(client: Client) -> None:
    response = client.get("/api/v1/provinces/")
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    again = client.get("/api/v1/provinces/", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


def test_reading_communes_again_asks_the_database_once(
    client: Client, django_assert_num_queries: Any
) -> None:
    client.get("/api/v1/communes/", {"province": "38", "q": "nga"})
    with django_assert_num_queries(0):
        client.get("/api/v1/communes/", {"province": "38", "q": "nga son"})
    with django_assert_num_queries(1):
        client.get("/api/v1/communes/", {"province": "38"})
