"""Public pages: the same bytes for everybody, only listed things, few queries however many rows."""

import html
import re
from collections.abc import Iterator

import pytest
from django.test import Client

from backend.catalogue import services as catalogue
from backend.curation import services as curation
from tests.builders.booths import a_booth
from tests.builders.catalogue import a_variant
from tests.frontend.shop.conftest import Market, more_goods, page_of

LINK = re.compile(r'(?:href=|<loc>|"url":|"next":)\s*"?(?:http://127\.0\.0\.1:8000)?(/[^"<>\s]*)')
PRIVATE = re.compile(
    r"/(en/)?(tai-khoan|gio-hang|thanh-toan|don-mua|ban-hang|quan-ly|_|static|media)/"
)
EMPTY_COMMUNE = re.compile(r"/tinh/.*-(?!16093|20194)\d{5}/$")  # each is like the other 3,300
CHANGING = {"X-Request-ID", "Date"}


def addresses(market: Market) -> list[str]:
    vietnamese = [
        "/", "/tim/", "/tim/?q=mam", "/tim/?q=khong-co-gi", "/danh-muc/nuoc-mam/", "/tinh/",
        "/tinh/thanh-hoa/", "/tinh/hue/", "/tinh/thanh-hoa/nga-son-16093/",
        "/gian-hang/nha-mam-mau/", page_of(market.sauce),
    ]  # fmt: skip
    crawlers = ["/robots.txt", "/sitemap.xml", "/sitemap-noi-ban-1.xml", "/sitemap-san-pham-1.xml",
                "/sitemap-gian-hang-1.xml"]  # fmt: skip
    return [*vietnamese, *(f"/en{path}" for path in vietnamese), *crawlers]


def test_every_visitor_gets_the_same_bytes_and_no_cookie(market, people):
    visitors = [Client(), *map(signed_in, (people.shopper, people.owner_a, people.officer))]
    visitors.append(Client(headers={"Accept-Language": "en", "User-Agent": "Zalo"}))
    for path in addresses(market):
        answers = [visitor.get(path) for visitor in visitors]
        assert {answer.status_code for answer in answers} == {200}, path
        assert len({answer.content for answer in answers}) == 1, path
        assert len({frozenset(headers(answer)) for answer in answers}) == 1, path
        for answer in answers:
            assert not answer.cookies, path
            assert "Cookie" not in answer.get("Vary", ""), path
            assert "csrf" not in answer.content.decode(), path
            assert answer["Cache-Control"] == "public, max-age=60", path


def test_a_page_that_one_has_already_is_not_sent_again(market, client):
    for path in addresses(market):
        tag = client.get(path)["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304, path


def test_public_pages_take_no_posts(market, client):
    for path in addresses(market):
        assert client.post(path).status_code == 405, path


@pytest.mark.promise("I17")
def test_a_suspended_booth_is_gone_from_every_public_page_api_and_sitemap(market, people, client):
    before = dict(crawl(client))
    assert any("Nước mắm Ba Làng" in body for body in before.values())
    for path in (page_of(market.sauce), f"/en{page_of(market.sauce)}", "/gian-hang/nha-mam-mau/",
                 "/sitemap-san-pham-1.xml", "/api/v1/products/",
                 "/tinh/thanh-hoa/nga-son-16093/"):  # fmt: skip
        assert path in before
    curation.decide_on_booth(
        booth=market.sauce_booth, officer=people.officer, outcome="suspended", reason="Thiếu giấy."
    )
    after = dict(crawl(client, also=before))
    for path, body in after.items():
        for trace in ("Nước mắm Ba Làng", "Nhà mắm mẫu", "nha-mam-mau", page_of(market.sauce)):
            assert trace not in body, f"{trace} on {path}"
    assert page_of(market.mat) in after


@pytest.mark.promise("I17")
def test_a_hidden_product_is_gone_from_every_public_page_api_and_sitemap(market, client):
    before = dict(crawl(client))
    catalogue.hide(market.sauce)
    for path, body in crawl(client, also=before):
        assert "Nước mắm Ba Làng" not in body, path


def test_sitemaps_name_listed_things_in_both_languages(market, client):
    draft = a_booth(slug="chua-mo", state="draft")
    hidden = a_variant(draft, name="Chưa bán").product
    index = client.get("/sitemap.xml").content.decode()
    files = re.findall(r"<loc>http://127.0.0.1:8000(.*?)</loc>", index)
    assert files == [f"/sitemap-{name}-1.xml" for name in ("noi-ban", "san-pham", "gian-hang")]
    named = "".join(client.get(file).content.decode() for file in files)
    for path in (page_of(market.sauce), "/gian-hang/to-chieu-mau/", "/tinh/thanh-hoa/",
                 "/tinh/thanh-hoa/nga-son-16093/", "/danh-muc/coi/", "/"):  # fmt: skip
        assert f"<loc>http://127.0.0.1:8000{path}</loc>" in named
        assert f"<loc>http://127.0.0.1:8000/en{path}</loc>" in named
    assert "chua-mo" not in named
    assert f"-{hidden.pk}/" not in named


@pytest.mark.parametrize("name", ["san-pham-2", "san-pham-0", "khong-co-1"])
def test_a_sitemap_with_nothing_to_say_is_404(market, client, name):
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_crawlers_are_kept_off_what_is_private(client, db):
    robots = client.get("/robots.txt").content.decode()
    for path in ("/gio-hang/", "/en/don-mua/", "/ban-hang/"):
        assert f"Disallow: {path}\n" in robots
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in robots


PAGES = [
    ("shop.home", "/", 8),
    ("shop.results", "/tim/?q=mau", 4),
    ("shop.nothing_found", "/tim/?q=nuoc+mem", 4),
    ("shop.nothing_left", "/tim/?q=mau&stars=5", 4),
    ("shop.shelf", "/danh-muc/nuoc-mam/", 4),
    ("shop.narrowed", "/tim/?q=mau&province=38&price_max=1000000&in_stock=true&ordering=price", 4),
    ("shop.provinces", "/tinh/", 8),
    ("shop.province", "/tinh/thanh-hoa/", 8),
    ("shop.commune", "/tinh/thanh-hoa/nga-son-16093/", 8),
    ("shop.empty_commune", "/tinh/thanh-hoa/vinh-loc-15349/", 8),
    ("shop.booth", "/gian-hang/nha-mam-mau/", 8),
    ("shop.product", "{product}", 8),
    ("shop.sitemap_goods", "/sitemap-san-pham-1.xml", 4),
]


@pytest.mark.parametrize(("name", "path", "at_most"), PAGES)
def test_queries_are_few_and_the_same_with_one_row_and_with_ten(
    market, client, count_queries, name, path, at_most
):
    path = path.format(product=page_of(market.sauce))
    client.get(path)
    with count_queries(name, at_most=at_most):
        client.get(path)
    more_goods(market.sauce_booth, market.sauces, 10)
    for number in range(10):
        booth = a_booth(name=f"Gian mẫu {number}")
        a_variant(booth, category=market.sauces, season_start_month=1, season_end_month=12)
    with count_queries(name, at_most=at_most):
        client.get(path)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def headers(answer) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in answer.items() if name not in CHANGING)


def crawl(client, also=()) -> Iterator[tuple[str, str]]:
    """Every public address that can be reached from the front, the sitemap and the API."""
    waiting = ["/", "/en/", "/sitemap.xml", "/api/v1/products/", "/api/v1/booths/",
               "/api/v1/products/?q=mam", "/tim/?q=mam", *also]  # fmt: skip
    seen = set()
    while waiting and len(seen) < 400:
        path = waiting.pop(0)
        if path in seen or PRIVATE.match(path):
            continue
        seen.add(path)
        answer = client.get(path)
        if answer.status_code != 200:
            continue
        body = answer.content.decode()
        yield path, body
        links = (html.unescape(link).partition("#")[0] for link in LINK.findall(body))
        waiting += [link for link in links if not EMPTY_COMMUNE.search(link)]
