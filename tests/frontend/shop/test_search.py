"""Goods are found by words or shelf, narrowed by links, and an empty answer leads on."""

import html
import re

import pytest
from django.utils.http import urlencode

from backend.catalogue import services as catalogue
from tests.builders.catalogue import a_category, a_variant
from tests.frontend.shop.conftest import more_goods, page_of


@pytest.mark.promise("C85")
@pytest.mark.parametrize("q", ["nước mắm", "nuoc mam", "NƯỚC MẮM", "  nuoc   mam "])
def test_words_are_found_with_and_without_diacritics(market, read, q):
    words = read("/tim/", q=q)
    assert "Nước mắm Ba Làng" in words
    assert "Chiếu cói" not in words


def test_a_shelf_shows_its_own_goods_and_those_below(market, read):
    below = a_category("mam-cot", name="Mắm cốt", path="/nuoc-mam/mam-cot/", parent=market.sauces)
    a_variant(market.sauce_booth, name="Mắm cốt nhĩ", category=below)
    words = read("/danh-muc/nuoc-mam/")
    assert "Nước mắm Ba Làng" in words
    assert "Mắm cốt nhĩ" in words
    assert "Chiếu cói" not in words


def test_an_unknown_shelf_is_404(market, client):
    assert client.get("/danh-muc/khong-co/").status_code == 404


@pytest.mark.parametrize(
    ("params", "kept"),
    [
        ({"province": "38"}, "Nước mắm Ba Làng"),
        ({"province": "48"}, "Chiếu cói dệt tay"),
        ({"commune": "16093"}, "Nước mắm Ba Làng"),
        ({"stars": "4"}, "Nước mắm Ba Làng"),
        ({"price_max": "100.000"}, "Nước mắm Ba Làng"),
        ({"price_min": "100000"}, "Chiếu cói dệt tay"),
        ({"price_min": "500000", "price_max": "100000"}, "Chiếu cói dệt tay"),
        ({"category": "coi"}, "Chiếu cói dệt tay"),
    ],
)
def test_it_is_narrowed_by_its_address(market, read, params, kept):
    words = read("/tim/", **params)
    [gone] = {"Nước mắm Ba Làng", "Chiếu cói dệt tay"} - {kept}
    assert kept in words
    assert gone not in words


@pytest.mark.parametrize(
    "params",
    [
        {"fbclid": "x", "utm_source": "zalo"},
        {"province": "99"}, {"province": "<script>"}, {"commune": "00000"},
        {"commune": "16093x"}, {"stars": "9"}, {"price_min": "abc"},
        {"price_max": "9" * 40}, {"ordering": "-id"}, {"in_stock": "maybe"},
        {"cursor": "xyz"}, {"cursor": "b2Zmc2V0Oi0x"}, {"category": "khong-co"}, {"page": "-1"},
    ],
)  # fmt: skip
def test_what_is_not_understood_filters_nothing(market, read, params):
    words = read("/tim/", **params)
    assert "Nước mắm Ba Làng" in words
    assert "Chiếu cói dệt tay" in words


@pytest.mark.parametrize("q", ["a" * 101, " ".join("abcdefghijkl"), "nước\x00mắm", "\u202eabc"])
def test_words_that_cannot_be_searched_for_are_told_kindly(market, client, q):
    response = client.get("/tim/", {"q": q})
    page = response.content.decode()
    assert response.status_code == 200
    assert "notice-look" in page
    assert "Nước mắm Ba Làng" in page


def test_text_from_the_address_is_escaped(market, client):
    page = client.get("/tim/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_every_choice_is_a_chip_that_can_be_taken_off(market, client):
    page = client.get("/tim/", {"q": "nuoc mam", "province": "38", "stars": "4"}).content.decode()
    assert '<a class="chip" href="/tim/?q=nuoc+mam&amp;stars=4">' in page
    assert '<a class="chip" href="/tim/?q=nuoc+mam&amp;province=38">' in page
    assert 'href="/tim/?q=nuoc+mam"' in page


def test_facets_are_links_with_how_many_they_leave(market, client):
    page = client.get("/tim/").content.decode()
    assert 'href="/danh-muc/coi/"' in page
    assert 'href="/tim/?province=48"' in page
    chosen = client.get("/tim/?province=48").content.decode()
    assert 'href="/tim/" rel="nofollow" aria-current="true"' in chosen


def test_nothing_found_offers_words_that_do_find_something(market, read, client):
    words = read("/tim/", q="nuoc mem")
    assert "Chợ chưa có món nào tên như vậy." in words
    page = client.get("/tim/", {"q": "nuoc mem"}).content.decode()
    assert f'href="/tim/?{urlencode({"q": "nuoc mắm"})}"' in page
    assert 'href="/danh-muc/nuoc-mam/"' in page


def test_nothing_left_says_where_else_the_same_is_found(market, client, read):
    assert "Bỏ hết điều kiện, còn 1 món" in read("/tim/", q="nuoc mam", province="48")
    page = client.get("/tim/", {"q": "nuoc mam", "province": "48"}).content.decode()
    assert 'href="/tim/?q=nuoc+mam"' in page
    assert 'href="/tim/?q=nuoc+mam&amp;province=38"' in page


def test_pages_lead_on_and_back_without_repeating(market, client):
    more_goods(market.sauce_booth, market.sauces, 30)
    seen, path = [], "/danh-muc/nuoc-mam/?ordering=newest"
    while path:
        page = client.get(path).content.decode()
        seen += page.split('<h2 class="card-name"')[1:]
        path = link(page, 'rel="next"')
    names = [each.split("</a>")[0].rsplit(">", 1)[1] for each in seen]
    assert len(names) == len(set(names)) == 31
    assert link(page, 'rel="prev"')


def test_search_results_stay_out_of_search_engines_but_shelves_do_not(market, client):
    noindex = '<meta name="robots" content="noindex, follow">'
    assert noindex in client.get("/tim/?q=mam").content.decode()
    assert noindex in client.get("/danh-muc/nuoc-mam/?stars=4").content.decode()
    shelf = client.get("/danh-muc/nuoc-mam/?utm_source=zalo").content.decode()
    assert noindex not in shelf
    assert '<link rel="canonical" href="http://127.0.0.1:8000/danh-muc/nuoc-mam/">' in shelf


def test_a_sold_out_product_can_be_left_out(market, read):
    market.mat.variants.update(on_hand=0)
    market.mat.refresh_from_db()
    catalogue.refresh_cards([market.mat.pk])
    assert "Chiếu cói dệt tay" in read("/tim/")
    assert "Chiếu cói dệt tay" not in read("/tim/", in_stock="true")


def test_cards_lead_to_products(market, client):
    assert f'href="{page_of(market.sauce)}"' in client.get("/tim/").content.decode()
    assert f'href="/en{page_of(market.sauce)}"' in client.get("/en/tim/").content.decode()


def link(page: str, relation: str) -> str:
    """The address of the pager's link, "" without one."""
    found = re.search(rf'<a class="button[^"]*" href="([^"]*)" {relation}', page)
    return html.unescape(found.group(1)) if found else ""
