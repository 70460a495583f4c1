"""Goods from the seller's side: created clean, priced, shown, and behind the booth's door."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.catalogue import selectors, services
from backend.catalogue.models import Product, Variant
from backend.core.errors import Conflict, Invalid, NotFound
from backend.core.models import AuditEvent
from backend.core.money import MAX_PRICE_VND
from tests.builders.booths import a_booth
from tests.builders.catalogue import a_category, a_variant
from tests.builders.checks import violations_of

pytestmark = pytest.mark.django_db

UNIT = {"name": "Gói", "unit": "gói", "price_vnd": 20_000, "ship_weight_grams": 550, "on_hand": 5}


def a_draft(**fields) -> Product:
    booth = fields.pop("booth", None) or a_booth()
    return services.create_product(
        **{
            "booth": booth,
            "category": a_category(),
            "commune": booth.commune,
            "name": "Miến gạo",
            "variants": [UNIT],
            **fields,
        }
    )


def fresh(variant: Variant) -> Variant:
    return Variant.objects.select_related("product").get(pk=variant.pk)


@pytest.mark.promise("C84")
def test_the_slug_is_made_from_the_name(db):
    assert a_draft(name="Đặc sản Đồng Tháp").slug == "dac-san-dong-thap"


@pytest.mark.promise("C83")
def test_a_name_is_stored_composed(db):
    assert a_draft(name="Nươ\u0301c mắm").name == "Nước mắm"


@pytest.mark.promise("C87")
@pytest.mark.promise("C88")
@pytest.mark.promise("C89")
@pytest.mark.parametrize("name", ["", "   ", "\u00a0", "\u200b", "\u3164", "a\u202eb", "ÑAËC SAÛN"])
def test_a_name_that_cannot_be_read_is_refused(db, name):
    with pytest.raises(Invalid) as refused:
        a_draft(name=name)
    assert [error.field for error in refused.value.errors] == ["name"]


@pytest.mark.promise("C99")
@pytest.mark.promise("C100")
@pytest.mark.promise("C101")
@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "=HYPERLINK()", "{{7*7}}", "%(secret)s", "${7*7}"]
)
def test_signs_of_code_are_text_like_any_other(db, text):
    product = a_draft(name=text, story=text)
    assert (product.name, product.story) == (text, text)


@pytest.mark.promise("C50")
@pytest.mark.promise("C54")
@pytest.mark.parametrize("price", [0, -1, 999, MAX_PRICE_VND, 10**13])
def test_a_price_has_bounds(db, price):
    variant = a_variant(a_booth())
    with pytest.raises(Invalid) as refused:
        services.set_price(variant=variant, price_vnd=price, version=variant.version)
    assert [error.field for error in refused.value.errors] == ["price_vnd"]
    with pytest.raises(Invalid):
        a_draft(variants=[{**UNIT, "price_vnd": price}])


@pytest.mark.promise("I18")
def test_a_new_price_is_on_the_card_and_in_the_audit(db, people):
    variant = a_variant(people.booth_a, price_vnd=90_000)
    services.set_price(
        variant=variant, price_vnd=80_000, version=variant.version, actor=people.owner_a
    )
    assert fresh(variant).product.price_from_vnd == 80_000
    assert fresh(variant).product.unit_price_vnd == 160_000
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.diff) == ("variant.price", {"price_vnd": [90_000, 80_000]})


def test_an_old_price_above_ends_when_the_price_reaches_it(db):
    variant = a_variant(a_booth(), price_vnd=90_000)
    Variant.objects.filter(pk=variant.pk).update(was_price_vnd=100_000)
    services.set_price(variant=variant, price_vnd=95_000, version=1)
    assert fresh(variant).was_price_vnd == 100_000
    services.set_price(variant=variant, price_vnd=100_000, version=2)
    assert fresh(variant).was_price_vnd is None


@pytest.mark.promise("C43")
def test_an_old_page_does_not_overwrite_a_price_or_a_text(db):
    variant = a_variant(a_booth(), price_vnd=90_000)
    services.set_price(variant=variant, price_vnd=80_000, version=1)
    with pytest.raises(Conflict) as refused:
        services.set_price(variant=variant, price_vnd=70_000, version=1)
    assert refused.value.code == "edit_conflict"
    assert refused.value.extra["yours"] == {"price_vnd": 70_000}
    assert refused.value.extra["current"] == {"price_vnd": 80_000}

    product = fresh(variant).product
    seen = product.version
    services.update_product(product=product, version=seen, summary="Mới")
    with pytest.raises(Conflict) as refused:
        services.update_product(product=product, version=seen, summary="Cũ")
    assert refused.value.extra["yours"] == {"summary": "Cũ"}
    assert refused.value.extra["current"] == {"summary": "Mới"}


def test_what_a_product_says_is_searched_at_once(db):
    product = a_variant(a_booth(), name="Miến").product
    services.update_product(product=product, version=product.version, name="Bún khô")
    found = [card["name"] for card in selectors.results(selectors.ResultsQuery(q="bun")).rows]
    assert found == ["Bún khô"]


@pytest.mark.promise("I17")
@pytest.mark.parametrize("booth_state", ["draft", "submitted", "suspended", "closed"])
def test_goods_of_a_booth_that_does_not_sell_are_shown_nowhere(client: Client, db, booth_state):
    booth = a_booth(name="Nhà kín", state=booth_state)
    product = a_draft(booth=booth)
    services.publish(product)
    assert not product.is_listed
    assert selectors.results(selectors.ResultsQuery()).rows == []
    assert selectors.facets(selectors.ResultsQuery()).total == 0
    assert list(selectors.listed_addresses()) == []
    with pytest.raises(NotFound):
        selectors.product_page(product.pk)
    assert client.get(f"/api/v1/products/{product.pk}/").status_code == 404
    assert client.get("/api/v1/booths/").json()["results"] == []


@pytest.mark.promise("I17")
def test_a_draft_and_a_hidden_product_are_not_shown(db):
    draft, hidden = a_draft(), a_variant(a_booth()).product
    services.hide(hidden)
    assert selectors.results(selectors.ResultsQuery()).rows == []
    services.publish(hidden)
    assert [card["id"] for card in selectors.results(selectors.ResultsQuery()).rows] == [hidden.pk]
    assert not draft.is_listed
    assert violations_of("catalogue") == []


def test_a_product_without_a_sale_unit_cannot_be_published(db):
    with pytest.raises(Conflict) as refused:
        services.publish(a_draft(variants=[]))
    assert refused.value.code == "nothing_to_sell"


def test_the_cheapest_sale_unit_stands_on_the_card(db):
    product = a_draft(
        variants=[
            {**UNIT, "name": "Thùng", "unit": "thùng", "price_vnd": 190_000},
            {**UNIT, "net_weight_grams": 500},
        ]
    )
    assert (product.price_from_vnd, product.unit) == (20_000, "gói")
    assert product.has_several_prices
    assert (product.unit_price_vnd, product.unit_price_per) == (40_000, "kg")


def test_a_product_without_a_picture_shows_its_shelfs(db):
    shelf = a_category("mien", name="Miến", name_en="Noodles", placeholder_stem="placeholder-mien")
    assert a_draft(category=shelf).image_stem == "placeholder-mien"
    own = a_draft(category=shelf, images=[("mien-gao", "Gói miến")])
    assert (own.image_stem, own.image_alt) == ("mien-gao", "Gói miến")


@pytest.mark.promise("C68")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda v: None, ""),
        (lambda v: services.hide(v.product), "unavailable"),
        (lambda v: Variant.objects.update(is_active=False), "unavailable"),
        (lambda v: type(v.product.booth).objects.update(state="suspended"), "booth_closed"),
        (lambda v: type(v.product.booth).objects.update(holiday_from="2020-01-01"), "holiday"),
        (
            lambda v: type(v.product.booth).objects.update(
                holiday_from="2020-01-01", holiday_to="2020-01-09"
            ),
            "",
        ),
        (lambda v: services.mark_sold_out(variant=v), "sold_out"),
    ],
)
def test_why_a_sale_unit_cannot_be_bought(db, change, reason):
    variant = a_variant(a_booth())
    change(variant)
    unit = selectors.sellable([variant.pk, 10**9])
    assert list(unit) == [variant.pk]
    assert (unit[variant.pk].reason, unit[variant.pk].on_sale) == (reason, not reason)


def test_many_sale_units_are_read_with_one_query(db, django_assert_num_queries):
    variants = [a_variant(a_booth()) for _ in range(5)]
    with django_assert_num_queries(1):
        assert len(selectors.sellable([variant.pk for variant in variants])) == 5


# --- the seller's JSON API ---


@pytest.fixture
def ours(people):
    return a_variant(people.booth_a, price_vnd=90_000, on_hand=20)


def address(variant: Variant, booth: str | None = None) -> str:
    product = variant.product
    return f"/api/v1/seller/booths/{booth or product.booth.slug}/products/{product.pk}"


def change(client: Client, variant: Variant, body: dict, **where):
    path = f"{address(variant, **where)}/variants/{variant.pk}/"
    return client.patch(path, body, content_type="application/json")


def test_a_seller_lists_the_own_goods_with_their_stock(seller: Client, ours):
    services.hide(ours.product)
    body = seller.get(f"/api/v1/seller/booths/{ours.product.booth.slug}/products/").json()
    (product,) = body["results"]
    assert (product["state"], product["is_listed"]) == ("hidden", False)
    assert product["variants"][0]["on_hand"] == 20


def test_the_list_costs_the_same_for_one_and_for_ten(seller: Client, ours):
    path = f"/api/v1/seller/booths/{ours.product.booth.slug}/products/"
    seller.get(path)  # the first call of a session is noted among the devices
    with CaptureQueriesContext(connection) as for_one:
        seller.get(path)
    for _ in range(9):
        a_variant(ours.product.booth)
    with CaptureQueriesContext(connection) as for_ten:
        assert len(seller.get(path).json()["results"]) == 10
    assert len(for_ten) == len(for_one)


def test_a_seller_changes_price_and_count_together_or_not_at_all(seller: Client, ours):
    answer = change(seller, ours, {"version": 1, "price_vnd": 95_000, "on_hand": 7})
    assert answer.status_code == 200
    assert (answer.json()["price_vnd"], answer.json()["on_hand"]) == (95_000, 7)
    services.reserve(wants=[(ours.pk, 5, 1)])
    body = {"version": fresh(ours).version, "price_vnd": 99_000, "on_hand": 1}
    answer = change(seller, ours, body)
    assert (answer.status_code, answer.json()["code"]) == (409, "stock_below_reserved")
    assert fresh(ours).price_vnd == 95_000


@pytest.mark.promise("C43")
def test_a_stale_version_is_answered_with_both_values(seller: Client, ours):
    change(seller, ours, {"version": 1, "on_hand": 7})
    answer = change(seller, ours, {"version": 1, "on_hand": 30})
    assert answer.status_code == 409
    body = answer.json()
    assert (body["code"], body["yours"], body["current"]) == (
        "edit_conflict", {"on_hand": 30}, {"on_hand": 7},
    )  # fmt: skip
    assert body["version"] == 2


@pytest.mark.promise("C51")
@pytest.mark.promise("C50")
@pytest.mark.promise("C39")
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"version": 1, "price_vnd": price}, "price_vnd")
        for price in ["1.000", 0.5, "1e9", "1_000", "１２３", "NaN", True, None, [3], 0, -1, 10**13]
    ]
    + [
        ({"version": 1, "on_hand": count}, "on_hand") for count in [-1, 1.5, "3", 2**31, True]
    ]
    + [
        ({"price_vnd": 50_000}, "version"),
        ({"version": 1}, "price_vnd"),
        ({"version": 1, "on_hand": 3, "booth": "b"}, "booth"),
        ({"version": 1, "on_hand": 3, "reserved": 0}, "reserved"),
    ],
)  # fmt: skip
def test_a_strict_body_names_what_is_wrong(seller: Client, ours, body, field):
    answer = change(seller, ours, body)
    assert answer.status_code == 400
    assert field in {error["field"] for error in answer.json()["errors"]}
    assert fresh(ours).version == 1


def test_a_seller_marks_sold_out_and_takes_it_back(seller: Client, ours):
    path = f"{address(ours)}/sold-out/"
    assert seller.post(path, {}, content_type="application/json").json()["in_stock"] is False
    undone = seller.post(path, {"undo": True}, content_type="application/json").json()
    assert (undone["in_stock"], undone["variants"][0]["on_hand"]) == (True, 20)


@pytest.mark.promise("I15")
@pytest.mark.promise("C1")
@pytest.mark.promise("C2")
def test_nobody_else_reaches_the_goods_of_a_booth(people, ours, client: Client):
    theirs = a_variant(people.booth_b)
    reads = [
        f"/api/v1/seller/booths/{people.booth_a.slug}/products/",
    ]
    for user, status in [
        (None, 401), (people.shopper, 404), (people.owner_b, 404), (people.officer, 404),
        (people.operator, 404),
    ]:  # fmt: skip
        caller = Client()
        if user:
            caller.force_login(user)
        assert [caller.get(path).status_code for path in reads] == [status]
        assert change(caller, ours, {"version": 1, "on_hand": 1}).status_code == status
        sold_out = caller.post(f"{address(ours)}/sold-out/", {}, content_type="application/json")
        assert sold_out.status_code == status
    owner_a = Client()
    owner_a.force_login(people.owner_a)
    body = {"version": 1, "on_hand": 1}
    assert change(owner_a, theirs, body, booth=people.booth_a.slug).status_code == 404
    assert fresh(ours).on_hand == fresh(theirs).on_hand == 20


def test_a_packer_sees_goods_and_does_not_change_them(people, ours):
    packer = Client()
    packer.force_login(people.packer_a)
    listed = packer.get(f"/api/v1/seller/booths/{people.booth_a.slug}/products/")
    assert listed.status_code == 200
    assert change(packer, ours, {"version": 1, "on_hand": 1}).status_code == 403
    assert fresh(ours).on_hand == 20
