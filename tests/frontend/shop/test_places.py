"""Each place has its supermarket; one without goods shows where there are some."""

import pytest

from tests.builders.booths import a_booth
from tests.builders.catalogue import a_variant
from tests.frontend.shop.conftest import more_goods


def test_a_province_shows_its_own_goods_booths_and_communes(market, read):
    words = read("/tinh/thanh-hoa/")
    for told in ("Tỉnh Thanh Hóa", "Nước mắm Ba Làng", "Nhà mắm mẫu", "Xã Nga Sơn", "OCOP 5 sao"):
        assert told in words
    assert "Chiếu cói dệt tay" not in words


def test_a_commune_shows_its_own_goods_and_booths(market, read):
    words = read("/tinh/thanh-hoa/nga-son-16093/")
    assert "Nước mắm Ba Làng" in words
    assert "gian hàng 1" in words
    assert "Chiếu cói dệt tay" not in words


def test_goods_stand_in_the_commune_they_come_from_not_in_the_booths(market, read):
    a_variant(market.sauce_booth, name="Na Chi Lăng", commune_id="06463")
    assert "Na Chi Lăng" in read("/tinh/lang-son/chi-lang-06463/")
    assert "Na Chi Lăng" not in read("/tinh/thanh-hoa/nga-son-16093/")


def test_a_commune_without_goods_invites_and_shows_its_neighbours(market, client, read):
    path = "/tinh/thanh-hoa/vinh-loc-15349/"
    words = read(path)
    assert "đang chờ gian hàng đầu tiên" in words
    assert "Xã Nga Sơn" in words
    assert 'content="noindex, follow"' in client.get(path).content.decode()


def test_a_province_without_goods_shows_the_nearest_that_has_some(market, read):
    words = read("/tinh/hue/")
    assert "đang chờ gian hàng đầu tiên" in words
    assert words.index("Thành phố Đà Nẵng") < words.index("Tỉnh Thanh Hóa")


def test_three_hundred_goods_are_paged(market, client):
    more_goods(market.sauce_booth, market.sauces, 30)
    page = client.get("/tinh/thanh-hoa/nga-son-16093/").content.decode()
    assert page.count('class="card-name"') >= 24
    assert 'rel="next"' in page


def test_the_wrong_name_of_a_commune_moves_for_good(market, client):
    response = client.get("/tinh/lang-son/ten-khac-16093/")
    assert response.status_code == 301
    assert response["Location"] == "/tinh/thanh-hoa/nga-son-16093/"


@pytest.mark.parametrize("path", ["/tinh/khong-co/", "/tinh/thanh-hoa/nga-son-99999/"])
def test_a_place_that_is_not_there_is_404(market, client, path):
    assert client.get(path).status_code == 404


def test_a_broken_way_on_shows_the_first_page(market, read):
    assert "Nước mắm Ba Làng" in read("/tinh/thanh-hoa/nga-son-16093/", cursor="hỏng")
    assert "Nước mắm Ba Làng" in read("/gian-hang/nha-mam-mau/", cursor="hỏng")


def test_all_provinces_stand_in_the_list_those_with_goods_first(market, read):
    words = read("/tinh/")
    assert words.index("Thành phố Đà Nẵng") < words.index("Chờ gian hàng đầu tiên")
    assert words.index("Chờ gian hàng đầu tiên") < words.index("Thành phố Huế")


def test_home_leads_with_search_and_shows_what_there_is(market, client):
    page = client.get("/").content.decode()
    assert page.index('role="search"') < page.index('class="figures"')
    for told in ("Nước mắm Ba Làng", "Nhà mắm mẫu", "Xã Nga Sơn", "Mua thế nào"):
        assert told in page


def test_home_of_an_empty_market_still_stands(db, read):
    words = read("/")
    assert "Mua thế nào" in words
    assert "gian hàng đang bán" not in words


def test_an_empty_shelf_and_an_empty_market_lead_on(db, read):
    assert "Kệ này đang trống." in read("/tim/")
    assert "đang chờ gian hàng đầu tiên" in read("/tinh/thanh-hoa/")


def test_a_booth_tells_of_its_people_place_and_terms(market, read):
    words = read("/gian-hang/nha-mam-mau/")
    for told in ("Phơi đủ hai mùa nắng", "Chum đặt ngoài sân.", "Đã xác minh", "Vỡ thì đổi.",
                 "Nước mắm Ba Làng", "Thôn 1, Xã Nga Sơn, Thanh Hóa",
                 "Cô Mận trả lời từ 7:00–20:00"):  # fmt: skip
        assert told in words


def test_a_booth_about_to_open_is_seen_but_sells_nothing(market, client, read):
    booth = a_booth(name="Vườn mẫu", slug="vuon-mau", state="submitted", opened_at=None)
    fruit = a_variant(booth, name="Lòn bon Tiên Phước").product
    page = client.get("/gian-hang/vuon-mau/").content.decode()
    assert "Sắp mở bán" in page
    assert "Lòn bon Tiên Phước" in page
    assert "/sp/" not in page
    assert 'content="noindex, follow"' in page
    assert "Lòn bon" not in read("/tim/")
    assert client.get(f"/sp/{fruit.slug}-{fruit.pk}/").status_code == 404


@pytest.mark.parametrize("state", ["draft", "suspended", "closed"])
def test_a_booth_that_is_not_open_is_404_with_a_search(market, client, state):
    a_booth(slug="khong-ban", state=state)
    response = client.get("/gian-hang/khong-ban/")
    assert response.status_code == 404
    assert 'action="/tim/"' in response.content.decode()
