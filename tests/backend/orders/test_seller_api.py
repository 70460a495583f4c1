"""A booth's orders over HTTP: its own alone, each step by who may, and nothing of the buyer's
before the order is taken."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.booths.models import Membership
from backend.core import clock, invariants
from backend.orders.models import Order, TrailEntry
from tests.builders.catalogue import a_variant
from tests.builders.orders import a_placed_order, a_placed_purchase, of_booth
from tests.builders.shopping import Shopper


@pytest.fixture
def sauce(people):
    return a_variant(people.booth_a, name="Nước mắm Ba Làng", on_hand=50)


@pytest.fixture
def mat(people):
    return a_variant(people.booth_b, name="Chiếu cói Nga Sơn", on_hand=50)


@pytest.fixture
def order(sauce):
    return a_placed_order(sauce, 2)


@pytest.fixture
def owner(people):
    return Shopper(people.owner_a)


@pytest.fixture
def packer(people):
    return Shopper(people.packer_a)


def path(order, step=""):
    return f"/seller/booths/{order.booth.slug}/orders/{order.code}/{step}"


BODIES = {"cancel/": {"reason": "Hết hàng"}, "ship/": {"way": "post"}}
STEPS = ["confirm/", "pack/", "ship/", "deliver/", "cancel/"]


def post(who, order, step):
    return who.call("POST", path(order, step), BODIES.get(step))


def snapshot(order):
    return Order.objects.filter(pk=order.pk).values().get(), TrailEntry.objects.count()


def test_an_order_goes_all_the_way(owner, packer, order):
    assert post(owner, order, "confirm/").json()["status"] == "confirmed"
    assert post(packer, order, "pack/").json()["status"] == "packed"
    shipped = packer.call("POST", path(order, "ship/"), {"way": "post", "waybill": "VN1"}).json()
    assert (shipped["status"], shipped["shipment"]["reference"]) == (
        "handed_over",
        f"{order.code}P1",
    )
    assert post(packer, order, "deliver/").json()["status"] == "delivered"
    assert not [line for line in invariants.violations() if line.startswith(("I7", "I12", "I2"))]


@pytest.mark.promise("I12")
def test_a_step_again_answers_200_and_writes_no_trail(owner, order):
    post(owner, order, "confirm/")
    before = snapshot(order)
    assert post(owner, order, "confirm/").status_code == 200
    assert snapshot(order) == before


@pytest.mark.promise("I12")
@pytest.mark.parametrize("step", ["pack/", "ship/", "deliver/"])
def test_a_step_too_early_is_a_conflict_that_changes_nothing(owner, order, step):
    before = snapshot(order)
    answer = post(owner, order, step)
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    assert snapshot(order) == before


def test_an_order_to_be_paid_is_not_taken_before_the_money_is_there(owner, sauce):
    unpaid = a_placed_order(sauce, method="vietqr")
    answer = post(owner, unpaid, "confirm/")
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    assert "chuyển khoản" in answer.json()["detail"]


@pytest.mark.promise("C2")
@pytest.mark.promise("I15")
@pytest.mark.parametrize("step", ["", *STEPS])
@pytest.mark.parametrize(
    "who",
    ["owner_b", "shopper", "other_shopper", "officer", "other_officer", "operator"],
)
def test_to_everybody_else_the_order_is_not_there(people, order, who, step):
    before = snapshot(order)
    visitor = Shopper(getattr(people, who))
    answer = post(visitor, order, step) if step else visitor.call("GET", path(order))
    assert answer.status_code == 404
    assert snapshot(order) == before


@pytest.mark.promise("C2")
@pytest.mark.parametrize("step", ["", *STEPS])
def test_through_the_own_booths_door_another_booths_order_is_not_there(people, order, step):
    order.booth = people.booth_b
    visitor = Shopper(people.owner_b)
    answer = post(visitor, order, step) if step else visitor.call("GET", path(order))
    assert answer.status_code == 404
    assert TrailEntry.objects.count() == 1


@pytest.mark.parametrize("step", ["", *STEPS])
def test_the_anonymous_are_asked_to_sign_in(order, step):
    nobody = Shopper()
    answer = post(nobody, order, step) if step else nobody.call("GET", path(order))
    assert answer.status_code == 401
    assert nobody.call("GET", f"/seller/booths/{order.booth.slug}/orders/").status_code == 401


@pytest.mark.parametrize("step", ["confirm/", "cancel/"])
def test_a_packer_neither_takes_nor_refuses_orders(packer, order, step):
    before = snapshot(order)
    assert post(packer, order, step).status_code == 403
    assert snapshot(order) == before


@pytest.mark.promise("C120")
def test_who_left_the_booth_stands_before_a_closed_door(people, packer, order):
    assert packer.call("GET", path(order)).status_code == 200
    Membership.objects.filter(user=people.packer_a).update(ended_at=clock.now())
    assert packer.call("GET", path(order)).status_code == 404


def test_of_a_split_purchase_each_booth_sees_its_own_part_alone(people, owner, sauce, mat):
    purchase = a_placed_purchase((sauce, 1), (mat, 1))
    mine, theirs = of_booth(purchase, people.booth_a), of_booth(purchase, people.booth_b)
    listed = owner.call("GET", f"/seller/booths/{people.booth_a.slug}/orders/").json()
    assert [each["code"] for each in listed["results"]] == [mine.code]
    told = json.dumps([listed, owner.call("GET", path(mine)).json()], ensure_ascii=False)
    assert theirs.code not in told
    assert "Chiếu cói" not in told
    assert purchase.code not in told
    assert purchase.access_token not in told


def test_the_buyers_number_and_street_open_with_the_confirmation(owner, order):
    before = owner.call("GET", path(order)).json()["recipient"]
    assert before == {
        "name": "Người mua",
        "phone": "+84912••••78",
        "email": "",
        "street": "",
        "commune": before["commune"],
        "province": before["province"],
        "is_masked": True,
    }
    after = post(owner, order, "confirm/").json()["recipient"]
    assert (after["phone"], after["street"], after["is_masked"]) == (
        "+84912345678",
        "Thôn 2",
        False,
    )


def test_a_refused_order_keeps_the_buyers_number_closed(owner, order):
    post(owner, order, "cancel/")
    told = owner.call("GET", path(order)).json()
    assert told["status"] == "cancelled"
    assert told["recipient"]["is_masked"]


def test_the_code_of_an_order_that_is_fetched_is_the_buyers(owner, packer, sauce):
    fetched = a_placed_order(sauce, delivery="pickup")
    post(owner, fetched, "confirm/")
    packed = post(packer, fetched, "pack/")
    assert fetched.pickup_code not in packed.content.decode()
    wrong = packer.call("POST", path(fetched, "deliver/"), {"pickup_code": "12"})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "wrong_pickup_code")
    right = {"pickup_code": fetched.pickup_code}
    assert packer.call("POST", path(fetched, "deliver/"), right).json()["status"] == "delivered"


@pytest.mark.parametrize(
    ("step", "body", "field"),
    [
        ("cancel/", {}, "reason"),
        ("cancel/", {"reason": "   "}, "reason"),
        ("cancel/", {"reason": "x" * 301}, "reason"),
        ("ship/", {"way": "drone"}, "way"),
        ("ship/", {"way": "bus"}, "bus_number"),
        ("ship/", {"way": "bus", "bus_number": "1", "bus_phone": "12"}, "bus_phone"),
        ("ship/", {"way": "post", "arrives_at": "31/02/2026"}, "arrives_at"),
        ("ship/", {"way": "post", "arrives_at": "9999-12-31T23:59:59-14:00"}, "arrives_at"),
        ("ship/", {"way": "post", "arrives_at": "0001-01-01T05:00:00+07:00"}, "arrives_at"),
        ("ship/", {"way": "post", "arrives_at": 5}, "arrives_at"),
        ("ship/", {"way": "post", "state": "delivered"}, "state"),
    ],
)
def test_a_body_that_is_not_as_agreed_is_refused_by_its_field(owner, order, step, body, field):
    post(owner, order, "confirm/")
    before = snapshot(order)
    answer = owner.call("POST", path(order, step), body)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert snapshot(order) == before


@pytest.mark.promise("C4")
@pytest.mark.parametrize("code", ["0", "-1", str(2**63), "9" * 5_000, "1%00", "DH2611BCDFGH"])
def test_codes_that_cannot_be_are_not_found(people, owner, code):
    base = f"/seller/booths/{people.booth_a.slug}/orders/{code}/"
    assert owner.call("GET", base).status_code == 404
    assert owner.call("POST", f"{base}confirm/").status_code == 404


def test_the_list_has_tabs_and_pages(people, owner, sauce):
    orders = [a_placed_order(sauce) for _ in range(3)]
    unpaid = a_placed_order(sauce, method="vietqr")
    base = f"/seller/booths/{people.booth_a.slug}/orders/"
    new = owner.call("GET", f"{base}?tab=new&page_size=2").json()
    assert [each["code"] for each in new["results"]] == [orders[2].code, orders[1].code]
    rest = owner.call("GET", new["next"].removeprefix("/api/v1")).json()
    assert [each["code"] for each in rest["results"]] == [orders[0].code]
    assert rest["next"] is None
    waiting = owner.call("GET", f"{base}?tab=unpaid").json()["results"]
    assert [each["code"] for each in waiting] == [unpaid.code]
    assert waiting[0]["status_text"] == "Chờ khách chuyển khoản"
    assert len(owner.call("GET", base).json()["results"]) == 4


@pytest.mark.parametrize("query", ["tab=all'", "tab=", "page_size=0", "cursor=x", "state=new"])
def test_a_question_that_is_none_is_refused(people, owner, query):
    answer = owner.call("GET", f"/seller/booths/{people.booth_a.slug}/orders/?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == query.partition("=")[0]


def test_a_list_costs_as_many_queries_for_ten_orders_as_for_one(people, owner, sauce):
    base = f"/seller/booths/{people.booth_a.slug}/orders/"

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert owner.call("GET", base).status_code == 200
        return [query["sql"] for query in asked]

    a_placed_order(sauce)
    queries()
    for_one = queries()
    for _ in range(9):
        a_placed_order(sauce)
    for_ten = queries()
    assert len(for_ten) == len(for_one)
    assert sum("orders_" in sql for sql in for_ten) == 2
