"""Shelves and results: filters, facets, pages, and how many queries they cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.catalogue import selectors, services
from backend.catalogue.models import Product
from backend.catalogue.selectors import Facet, ResultsQuery
from backend.core import clock
from backend.core.errors import Invalid
from tests.builders.booths import a_booth
from tests.builders.catalogue import a_variant

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelves():
    food = services.create_category(slug="do-an", name="Đồ ăn", name_en="Food")
    sauce = services.create_category(
        slug="nuoc-mam", name="Nước mắm", name_en="Fish sauce", parent=food
    )
    craft = services.create_category(slug="thu-cong", name="Thủ công", name_en="Crafts")
    return {"food": food, "sauce": sauce, "craft": craft}


@pytest.fixture
def market(shelves):
    thanh_hoa = a_booth(name="Nhà A", commune_id="16093")
    da_nang = a_booth(name="Nhà B", commune_id="20194")
    goods = [
        a_variant(thanh_hoa, name="Mắm rẻ", price_vnd=30_000, category=shelves["sauce"]),
        a_variant(thanh_hoa, name="Mắm đắt", price_vnd=300_000, category=shelves["sauce"]),
        a_variant(thanh_hoa, name="Chiếu", price_vnd=450_000, category=shelves["craft"]),
        a_variant(da_nang, name="Bánh", price_vnd=60_000, category=shelves["food"], on_hand=0),
    ]
    today = clock.today()
    services.set_ocop_stars(goods[0].product, 4, today)
    services.set_ocop_stars(goods[1].product, 5, today - timedelta(days=1))
    return goods


def names(query: ResultsQuery) -> list[str]:
    return [card["name"] for card in selectors.results(query).rows]


def test_a_shelf_shows_all_below_it(market, shelves):
    assert set(names(ResultsQuery(category=shelves["food"]))) == {"Mắm rẻ", "Mắm đắt", "Bánh"}
    assert set(names(ResultsQuery(category=shelves["sauce"]))) == {"Mắm rẻ", "Mắm đắt"}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"province": "38"}, {"Mắm rẻ", "Mắm đắt", "Chiếu"}),
        ({"commune": "20194"}, {"Bánh"}),
        ({"price_min": 60_000, "price_max": 300_000}, {"Mắm đắt", "Bánh"}),
        ({"in_stock": True}, {"Mắm rẻ", "Mắm đắt", "Chiếu"}),
        ({"in_stock": False}, {"Bánh"}),
        ({"stars": 4}, {"Mắm rẻ"}),
        ({"stars": 5}, set()),  # ended yesterday
        ({"province": "48", "in_stock": True}, set()),
    ],
)
def test_each_filter_narrows(market, filters, expected):
    assert set(names(ResultsQuery(**filters))) == expected


def test_stars_that_ended_are_shown_nowhere(market):
    stars = {card["name"]: card["ocop_stars"] for card in selectors.results(ResultsQuery()).rows}
    assert stars == {"Mắm rẻ": 4, "Mắm đắt": None, "Chiếu": None, "Bánh": None}
    assert [card["name"] for card in selectors.typical()] == ["Mắm rẻ"]


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("price", ["Mắm rẻ", "Bánh", "Mắm đắt", "Chiếu"]),
        ("-price", ["Chiếu", "Mắm đắt", "Bánh", "Mắm rẻ"]),
        ("newest", ["Bánh", "Chiếu", "Mắm đắt", "Mắm rẻ"]),
        ("sold", ["Chiếu", "Bánh", "Mắm đắt", "Mắm rẻ"]),
        ("relevance", ["Chiếu", "Bánh", "Mắm đắt", "Mắm rẻ"]),
    ],
)
def test_goods_stand_in_the_wished_order(market, ordering, expected):
    services.add_sold(market[2].product_id, 5)
    assert names(ResultsQuery(ordering=ordering)) == expected


def test_facets_count_without_their_own_filter(market, shelves):
    facets = selectors.facets(ResultsQuery(category=shelves["food"], in_stock=True))
    assert facets.total == 2
    assert facets.categories == [Facet("/do-an/nuoc-mam/", 2, False)]
    assert facets.provinces == [Facet("38", 2, False)]
    assert facets.stars == [Facet("4", 1, False)]
    assert facets.in_stock == 2
    everything = selectors.facets(ResultsQuery())
    assert set(everything.categories) == {
        Facet("/do-an/", 3, False),
        Facet("/thu-cong/", 1, False),
    }
    assert everything.total == 4
    assert everything.in_stock == 3
    assert everything.communes == []


def test_a_chosen_province_shows_its_communes(market):
    facets = selectors.facets(ResultsQuery(province="38", commune="16093"))
    assert facets.provinces == [Facet("38", 3, True)]
    assert facets.communes == [Facet("16093", 3, True)]


def test_facets_add_up_to_the_results(market, shelves):
    for query in (
        ResultsQuery(),
        ResultsQuery(q="mam"),
        ResultsQuery(category=shelves["food"], province="38"),
        ResultsQuery(stars=4),
        ResultsQuery(price_max=100_000, in_stock=True),
    ):
        assert selectors.facets(query).total == len(selectors.results(query).rows)


@pytest.mark.parametrize("ordering", selectors.ORDERINGS)
@pytest.mark.parametrize("q", ["", "hang"])
def test_following_next_and_previous_reads_every_product_once(db, ordering, q):
    booth = a_booth()
    for number in range(7):
        a_variant(booth, name=f"Hàng {number}", price_vnd=10_000 + number % 3 * 1_000)
    query = ResultsQuery(q=q, ordering=ordering, page_size=3)
    pages, cursor = [], None
    while True:
        page = selectors.results(query.but(cursor=cursor))
        pages.append([card["id"] for card in page.rows])
        if page.next is None:
            break
        cursor = page.next
    assert [len(page) for page in pages] == [3, 3, 1]
    assert len({product for page in pages for product in page}) == 7
    back = selectors.results(query.but(cursor=page.previous))
    assert [card["id"] for card in back.rows] == pages[1]


def test_relevance_ends_at_240(db):
    booth = a_booth()
    first = a_variant(booth, name="Hàng mẫu").product
    first.refresh_from_db()
    copies = []
    for number in range(260):
        copy = Product.objects.get(pk=first.pk)
        copy.pk, copy.slug = None, f"hang-{number}"
        copies.append(copy)
    Product.objects.bulk_create(copies)
    query, seen = ResultsQuery(q="hang", page_size=100), 0
    while True:
        page = selectors.results(query)
        seen += len(page.rows)
        if page.next is None:
            break
        query = query.but(cursor=page.next)
    assert seen == 240


@pytest.mark.promise("C9")
@pytest.mark.parametrize(
    "cursor", ["x", "a" * 500, "b2Zmc2V0Oi0x", "b2Zmc2V0OjI0MA", "🐟", "b2Zm="]
)
@pytest.mark.parametrize("query", [{"ordering": "newest"}, {"q": "mam"}])
def test_a_broken_cursor_is_refused(market, cursor, query):
    with pytest.raises(Invalid) as refused:
        selectors.results(ResultsQuery(cursor=cursor, **query))
    assert [error.field for error in refused.value.errors] == ["cursor"]


@pytest.mark.promise("C9")
def test_a_cursor_of_another_list_is_refused(market):
    cheapest = selectors.results(ResultsQuery(ordering="price", page_size=1)).next
    for other in (ResultsQuery(ordering="sold"), ResultsQuery(q="mam")):
        with pytest.raises(Invalid):
            selectors.results(other.but(cursor=cheapest))


@pytest.mark.parametrize(
    "query", [ResultsQuery(), ResultsQuery(q="mắm rẻ"), ResultsQuery(province="38", stars=4)]
)
def test_a_list_is_one_query_and_its_facets_another(market, query):
    with CaptureQueriesContext(
        connection,
    ) as list_queries:
        selectors.results(query)
    with CaptureQueriesContext(connection) as facet_queries:
        selectors.facets(query)
    assert (len(list_queries), len(facet_queries)) == (1, 1)
    assert "JOIN" not in list_queries[0]["sql"]


def test_a_product_page_costs_few_queries(market):
    with CaptureQueriesContext(connection) as queries:
        page = selectors.product_page(market[0].product_id)
        page.more_from_booth()
        str(page.booth.province), str(page.product.commune.province)
        [shelf.name for shelf in page.trail]
    assert len(queries) <= 5


def test_the_address_of_a_page_is_read_forgivingly(market, shelves):
    tree = selectors.category_tree()
    query = selectors.results_query(
        {
            "q": "mắm", "category": "nuoc-mam", "province": "38", "commune": "x", "stars": "9",
            "price_min": "50k", "price_max": "abc", "in_stock": "true", "ordering": "password",
            "utm_source": "zalo",
        },
        tree=tree,
    )  # fmt: skip
    assert query == ResultsQuery(
        q="mắm", category=shelves["sauce"], province="38", price_min=50_000, in_stock=True
    )
    assert query.params == {
        "q": "mắm", "province": "38", "price_min": "50000", "in_stock": "true"
    }  # fmt: skip


def test_prices_given_the_wrong_way_round_are_turned(market):
    query = selectors.results_query({"price_min": "90000", "price_max": "10000"})
    assert (query.price_min, query.price_max) == (10_000, 90_000)


# --- the JSON API ---


def test_an_item_of_the_api_has_the_agreed_shape(client: Client, market):
    body = client.get("/api/v1/products/?ordering=price").json()
    item = body["results"][0]
    assert item == {
        "id": market[0].product_id,
        "slug": "mam-re",
        "name": "Mắm rẻ",
        "url": f"/sp/mam-re-{market[0].product_id}/",
        "booth": {"slug": market[0].product.booth.slug, "name": "Nhà A"},
        "price_vnd": 30_000,
        "unit": "chai",
        "unit_price": {"vnd": 60_000, "per": "l"},
        "province_code": "38",
        "commune_code": "16093",
        "ocop_stars": 4,
        "in_stock": True,
        "image": None,
    }


def test_a_product_of_the_api_tells_its_variants(client: Client, market):
    body = client.get(f"/api/v1/products/{market[0].product_id}/").json()
    assert body["name"] == "Mắm rẻ"
    (variant,) = body["variants"]
    assert variant["id"] == market[0].pk
    assert variant["available"] == 20
    assert variant["unit_price"] == {"vnd": 60_000, "per": "l"}


@pytest.mark.promise("C11")
@pytest.mark.promise("C12")
@pytest.mark.promise("C13")
@pytest.mark.promise("C19")
@pytest.mark.promise("C25")
@pytest.mark.promise("C26")
@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("cursor=x", {"cursor"}),
        ("cursor=" + "a" * 5_000, {"cursor"}),
        ("page_size=0", {"page_size"}),
        ("page_size=abc", {"page_size"}),
        ("ordering=password", {"ordering"}),
        ("ordering=booth__owner__email", {"ordering"}),
        ("ordering=id;drop", {"ordering"}),
        ("lang=vi' OR 1=1--", {"lang"}),
        ("format=json", {"format"}),
        ("price_min=abc", {"price_min"}),
        ("price_min=nan", {"price_min"}),
        ("price_min=1e400", {"price_min"}),
        ("price_min=12345678901234567890", {"price_min"}),
        ("price_min=-1", {"price_min"}),
        ("price_min=２", {"price_min"}),
        ("price_min=9&price_max=1", {"price_min", "price_max"}),
        ("province=38&province=48", {"province"}),
        ("province=99", {"province"}),
        ("province=38&commune=20194", {"commune"}),
        ("commune=00000", {"commune"}),
        ("category=khong-co", {"category"}),
        ("category=KHÔNG", {"category"}),
        ("stars=2", {"stars"}),
        ("stars=%ff", {"stars"}),
        ("in_stock=1", {"in_stock"}),
        ("fields=search_text", {"fields"}),
    ],
)
def test_the_api_names_the_parameter_that_is_wrong(client: Client, market, query, fields):
    answer = client.get(f"/api/v1/products/?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert {error["field"] for error in answer.json()["errors"]} == fields


@pytest.mark.promise("C10")
def test_a_page_size_over_100_counts_as_100(client: Client, market):
    assert client.get(f"/api/v1/products/?page_size={10**20}").status_code == 200


@pytest.mark.promise("C4")
@pytest.mark.promise("C5")
@pytest.mark.promise("C6")
@pytest.mark.promise("C7")
@pytest.mark.parametrize("product_id", ["0", "-1", str(2**63), "9" * 5_000, "1%00", "mam"])
def test_an_id_that_cannot_be_is_not_found(client: Client, db, product_id):
    assert client.get(f"/api/v1/products/{product_id}/").status_code == 404


def test_a_list_of_the_api_follows_its_links(client: Client, market):
    seen, link = [], "/api/v1/products/?page_size=3&q=mam&ordering=price"
    while link:
        body = client.get(link).json()
        seen += [item["name"] for item in body["results"]]
        link = body["next"]
    assert seen == ["Mắm rẻ", "Mắm đắt"]


def test_categories_stand_below_their_parents(client: Client, shelves):
    body = client.get("/api/v1/categories/").json()
    assert [(shelf["slug"], shelf["parent"]) for shelf in body["results"]] == [
        ("do-an", None),
        ("nuoc-mam", "do-an"),
        ("thu-cong", None),
    ]


# --- shelves of the front page ---


@pytest.mark.parametrize(
    ("start", "end", "month", "shown"),
    [(11, 1, 12, True), (11, 1, 1, True), (11, 1, 11, True), (11, 1, 2, False), (11, 1, 10, False),
     (3, 5, 4, True), (3, 5, 3, True), (3, 5, 6, False), (None, None, 4, False)],
)  # fmt: skip
def test_a_season_may_go_over_the_new_year(db, start, end, month, shown):
    a_variant(a_booth(), season_start_month=start, season_end_month=end)
    assert bool(selectors.in_season(month)) is shown


def test_the_newest_stand_first_and_by_place(market):
    assert [card["name"] for card in selectors.newest(2)] == ["Bánh", "Chiếu"]
    assert [card["name"] for card in selectors.newest(province_code="48")] == ["Bánh"]


def test_counts_by_place_count_listed_goods(market):
    assert selectors.products_per_province() == {"38": 3, "48": 1}
    assert selectors.products_per_commune("38") == {"16093": 3}
    assert next(url for url, _since in selectors.listed_addresses()).startswith("/sp/mam-re-")
