"""Quote and placement over HTTP: one purchase, an order for each booth, or nothing at all."""

from datetime import timedelta

import pytest

from backend.booths.models import Booth
from backend.cart.models import Cart, CartLine
from backend.catalogue import services as catalogue
from backend.catalogue.models import Reservation, Variant
from backend.checkout import services, tasks
from backend.checkout.models import Quote
from backend.core import clock, invariants, queue
from backend.core.models import IdempotencyRecord
from backend.fees.models import Rate
from backend.logistics.models import RateRow
from backend.notifications.models import Message
from backend.orders.models import Order, OrderLine, Purchase
from backend.orders.rules import Contact, Destination
from backend.payments.models import Payment
from tests.builders.catalogue import a_variant
from tests.builders.shopping import ADDRESS, CONTACT, Shopper


@pytest.fixture
def sauce(people):
    return a_variant(people.booth_a, name="Nước mắm Ba Làng", price_vnd=90_000, on_hand=10)


@pytest.fixture
def mat(people):
    return a_variant(people.booth_b, name="Chiếu cói Nga Sơn", price_vnd=250_000, on_hand=5)


@pytest.fixture
def guest(sauce, mat):
    shopper = Shopper()
    shopper.add(sauce, 2)
    shopper.add(mat, 1)
    return shopper


@pytest.fixture(autouse=True)
def _invariants_hold(db):
    yield
    ours = ("I2", "I6", "I7", "I8", "I12", "I20", "I22")
    assert not [line for line in invariants.violations() if line.startswith(ours)]


def nothing_happened():
    assert not Purchase.objects.exists()
    assert not Payment.objects.exists()
    assert not Reservation.objects.exists()
    assert not IdempotencyRecord.objects.exists()
    assert not Variant.objects.filter(reserved__gt=0).exists()


def reprice(variant, price_vnd):
    variant.refresh_from_db()
    catalogue.set_price(variant=variant, price_vnd=price_vnd, version=variant.version, actor=None)


def recount(variant, on_hand):
    variant.refresh_from_db()
    catalogue.count_stock(variant=variant, on_hand=on_hand, version=variant.version)


# --- the quote ---


def test_a_quote_tells_per_booth_what_goods_and_ways_cost(guest, people):
    answer = guest.quote()
    assert answer.status_code == 200
    quote = answer.json()
    first, second = quote["orders"]
    assert first["booth"] == {"slug": people.booth_a.slug, "name": "Cửa hàng mẫu A"}
    assert (first["subtotal_vnd"], first["discount_vnd"]) == (180_000, 0)
    assert [option["code"] for option in first["options"]] == ["post", "bus", "own"]
    assert first["options"][0] == {
        "code": "post",
        "label": "Bưu điện",
        "fee_vnd": 23_500,
        "days": "2–3",
        "detail": "",
    }
    assert first["payments"] == ["cod", "vietqr"]
    assert [option["code"] for option in second["options"]] == ["post", "bus"]
    assert quote["total_vnd"] == 180_000 + 23_500 + 250_000 + second["options"][0]["fee_vnd"]
    assert quote["changes"] == []
    assert quote["expires_at"]


def test_only_ticked_lines_are_quoted_and_bought_and_the_rest_stays(guest, sauce, mat):
    lines = {line["variant"]: line["id"] for line in guest.cart()["lines"]}
    guest.call("PATCH", f"/cart/lines/{lines[sauce.pk]}/", {"is_selected": False})
    assert [order["lines"][0]["variant"] for order in guest.quote().json()["orders"]] == [mat.pk]
    placed = guest.place().json()
    assert len(placed["orders"]) == 1
    assert [line["variant"] for line in guest.cart()["lines"]] == [sauce.pk]


def test_an_empty_cart_has_no_quote(db):
    answer = Shopper().quote()
    assert (answer.status_code, answer.json()["code"]) == (409, "cart_empty")


def test_what_cannot_be_bought_is_left_out_and_said(guest, sauce, mat):
    recount(sauce, 0)
    quote = guest.quote().json()
    assert [change["kind"] for change in quote["changes"]] == ["sold_out"]
    assert [order["lines"][0]["variant"] for order in quote["orders"]] == [mat.pk]
    recount(mat, 0)
    refused = guest.quote()
    assert refused.status_code == 409
    assert {change["kind"] for change in refused.json()["changes"]} == {"sold_out"}


@pytest.mark.promise("C103")
@pytest.mark.parametrize(
    "address",
    [
        {"commune": "20194"},
        {"commune": "99999"},
        {"province": "99"},
        {"commune": "Nga Sơn"},
        {"commune": "1609"},
    ],
)
def test_a_commune_must_lie_in_its_province(guest, address):
    for answer in (guest.quote(**address), guest.place(address={**ADDRESS, **address})):
        assert answer.status_code == 400
        assert [error["field"] for error in answer.json()["errors"]] == ["address.commune"]
    nothing_happened()


@pytest.mark.promise("C105")
def test_an_address_needs_no_house_number(guest):
    assert guest.quote(street="Tổ 3, ấp Mỹ Đông").status_code == 200


@pytest.mark.promise("C106")
@pytest.mark.parametrize("street", ["a" * 2_000, "Thôn 1\nXã", "Thôn\t1", "", "   ", 5, None])
def test_a_street_is_one_line_of_reasonable_length(guest, street):
    answer = guest.quote(street=street)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == ["address.street"]


@pytest.mark.parametrize("booths", [1, 4])
def test_a_quote_costs_as_many_queries_for_four_booths_as_for_one(
    people, django_assert_num_queries, booths
):
    shopper = Shopper()
    shopper.add(a_variant(people.booth_a))
    for n in range(booths - 1):
        from tests.builders.booths import a_booth

        shopper.add(a_variant(a_booth(name=f"Gian {n}")))
    with django_assert_num_queries(8):
        shopper.quote()


# --- the placement ---


@pytest.mark.promise("I2")
def test_one_purchase_with_an_order_for_each_booth(guest, people, sauce, mat):
    guest.quote()
    answer = guest.place(
        deliveries={people.booth_a.slug: "own"},
        payment={people.booth_a.slug: "cod", people.booth_b.slug: "vietqr"},
        notes={people.booth_b.slug: "Gói kỹ giúp em"},
    )
    assert answer.status_code == 201
    body = answer.json()
    assert body["url"] == f"/don-mua/{body['code']}/"
    first, second = body["orders"]
    assert [first["booth"]["slug"], second["booth"]["slug"]] == [
        people.booth_a.slug,
        people.booth_b.slug,
    ]
    assert first["shipping_vnd"] == 15_000
    assert first["payment"]["method"] == "cod"
    assert first["payment"]["qr_payload"] is None
    assert second["payment"]["status"] == "pending"
    assert second["code"] in second["payment"]["qr_payload"]
    assert body["total_vnd"] == sum(order["total_vnd"] for order in body["orders"])
    assert body["total_vnd"] == sum(Payment.objects.values_list("amount_vnd", flat=True))

    purchase = Purchase.objects.get(code=body["code"])
    assert purchase.access_token == body["access_token"]
    assert (purchase.contact_phone, purchase.street) == ("+84912345678", ADDRESS["street"])
    order = purchase.orders.get(booth=people.booth_b)
    assert order.note == "Gói kỹ giúp em"
    assert order.hold_until is not None
    sauce.refresh_from_db()
    assert (sauce.on_hand, sauce.reserved) == (10, 2)
    assert guest.cart()["lines"] == []


def test_without_a_word_a_booth_sends_by_its_first_option(guest, people):
    guest.quote()
    body = guest.place(payment="cod").json()
    assert {order["shipping_vnd"] for order in body["orders"]} != {0}
    assert set(Order.objects.values_list("delivery_code", flat=True)) == {"post"}


def test_buyer_and_booths_are_told_in_a_job_of_the_same_transaction(guest, people):
    guest.quote()
    body = guest.place().json()
    queue.run_due()
    kinds = dict(Message.objects.exclude(destination="").values_list("destination", "kind"))
    assert kinds["+84912345678"] == kinds["lan@example.vn"] == "order_placed_buyer"
    assert kinds[people.booth_a.phone] == kinds[people.booth_b.phone] == "order_placed_seller"
    assert body["access_token"] in Message.objects.get(destination="+84912345678").link


def test_a_member_buys_and_a_strangers_eyes_find_nothing(people, sauce):
    shopper = Shopper(people.shopper)
    body = shopper.buys((sauce, 1)).json()
    path = f"/purchases/{body['code']}/"
    mine = shopper.call("GET", path)
    assert mine.status_code == 200
    assert mine.json()["orders"][0]["lines"][0]["product"]["name"] == "Nước mắm Ba Làng"
    assert "access_token" not in mine.json()
    for stranger in (Shopper(people.other_shopper), Shopper(people.operator), Shopper()):
        assert stranger.call("GET", path).status_code == 404
    assert Shopper().call("GET", f"{path}?k={body['access_token']}").status_code == 200
    assert Shopper().call("GET", f"{path}?k=x{body['access_token'][1:]}").status_code == 404
    token = {"X-Purchase-Token": body["access_token"]}
    assert Shopper().call("GET", path, **token).status_code == 200


@pytest.mark.promise("C1")
@pytest.mark.parametrize("code", ["DM26110000", "0", "-1", "9" * 5_000, "1%00", "ệ"])
def test_a_code_that_is_none_is_not_found(db, code):
    assert Shopper().call("GET", f"/purchases/{code}/").status_code == 404


@pytest.mark.promise("I20")
def test_price_fee_and_tax_are_frozen_on_the_line(guest, sauce, people):
    today = clock.today()
    Rate.objects.create(kind="fee", name="Phí 5 %", basis_points=500, valid_from=today, source="-")
    Rate.objects.create(
        kind="tax", name="Thuế 1,5 %", basis_points=150, valid_from=today, source="-"
    )
    guest.quote()
    guest.place()
    reprice(sauce, 200_000)
    Rate.objects.all().delete()
    line = OrderLine.objects.get(variant=sauce)
    assert (line.price_vnd, line.fee_rule, line.fee_vnd, line.tax_rule, line.tax_vnd) == (
        90_000,
        "Phí 5 %",
        9_000,
        "Thuế 1,5 %",
        2_700,
    )
    order = line.order
    assert (order.fee_vnd, order.tax_vnd) == (9_000, 2_700)


# --- the last recheck ---


def refused(guest, code, *kinds, **changes):
    answer = guest.place(**changes)
    assert answer.status_code == 409, answer.json()
    body = answer.json()
    assert body["code"] == code
    assert [change["kind"] for change in body["changes"]] == list(kinds)
    assert all(change["text"] for change in body["changes"])
    nothing_happened()
    return body


@pytest.mark.promise("C56")
def test_a_price_that_changed_since_the_quote_is_shown_old_and_new(guest, sauce):
    guest.quote()
    reprice(sauce, 95_000)
    body = refused(guest, "price_changed", "price_up", key="k")
    assert (body["changes"][0]["old"], body["changes"][0]["new"]) == (90_000, 95_000)
    guest.quote()
    assert guest.place(key="k").status_code == 201, "an error is not kept under the key"


@pytest.mark.promise("C56")
def test_a_postage_that_changed_since_the_quote_is_shown(guest, people):
    guest.quote()
    RateRow.objects.filter(option="post").update(fee_vnd=99_000)
    body = refused(guest, "price_changed", "fee_changed", "fee_changed")
    assert body["changes"][0]["new"] == 99_000
    assert guest.place(deliveries={people.booth_a.slug: "bus", people.booth_b.slug: "bus"})


@pytest.mark.promise("C56")
def test_another_address_than_the_quoted_one_is_placed_only_for_the_same_postage(guest):
    guest.quote()
    far = {**ADDRESS, "province": "79", "commune": "26740"}
    refused(guest, "price_changed", "fee_changed", address=far)


@pytest.mark.promise("C66")
def test_stock_that_went_since_the_quote_is_told_with_what_is_left(guest, sauce):
    guest.quote()
    recount(sauce, 1)
    body = refused(guest, "insufficient_stock", "less_stock")
    assert (body["variant"], body["available"]) == (sauce.pk, 1)


@pytest.mark.promise("C66")
def test_goods_that_go_between_look_and_grasp_are_told_in_the_same_way(guest, mat, monkeypatch):
    guest.quote()
    grasp = catalogue.reserve

    def someone_was_faster(*, wants):
        Variant.objects.filter(pk=mat.pk).update(on_hand=0)
        return grasp(wants=wants)

    monkeypatch.setattr(catalogue, "reserve", someone_was_faster)
    answer = guest.place()
    assert answer.status_code == 409
    assert answer.json()["code"] == "insufficient_stock"
    assert "changes" in answer.json()
    nothing_happened()


@pytest.mark.promise("C68")
@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (lambda sauce: catalogue.hide(sauce.product), "unavailable"),
        (
            lambda sauce: Booth.objects.filter(pk=sauce.product.booth_id).update(
                state=Booth.State.SUSPENDED
            ),
            "booth_closed",
        ),
        (
            lambda sauce: Booth.objects.filter(pk=sauce.product.booth_id).update(
                holiday_from=clock.today()
            ),
            "holiday",
        ),
    ],
)
def test_goods_that_went_off_sale_since_the_quote_are_named(guest, sauce, spoil, kind):
    guest.quote()
    spoil(sauce)
    body = refused(guest, "unavailable", kind)
    assert body["changes"][0]["variant"] == sauce.pk


def test_a_way_to_pay_that_went_since_the_quote_is_named(guest, people):
    guest.quote()
    Booth.objects.filter(pk=people.booth_a.pk).update(takes_cod=False)
    refused(guest, "unavailable", "payment_gone")


@pytest.mark.parametrize("edit", ["more", "another", "gone"])
def test_a_cart_that_changed_since_the_quote_is_quoted_anew(guest, people, sauce, edit):
    guest.quote()
    line = guest.cart()["lines"][0]["id"]
    if edit == "more":
        guest.call("PATCH", f"/cart/lines/{line}/", {"quantity": 3})
    elif edit == "another":
        guest.add(a_variant(people.booth_a))
    else:
        guest.call("DELETE", f"/cart/lines/{line}/")
    refused(guest, "cart_changed", "cart_changed")


def test_without_a_quote_or_after_30_minutes_nothing_is_placed(guest):
    refused(guest, "quote_expired")
    guest.quote()
    with clock.at(clock.now() + timedelta(minutes=29, seconds=50)):
        assert guest.place().status_code == 201
    shopper = Shopper()
    assert shopper.place().json()["code"] == "quote_expired"


def test_a_quote_ends_to_the_second(guest):
    with clock.at(clock.now()) as moment:
        guest.quote()
    with clock.at(moment + timedelta(minutes=30)):
        refused(guest, "quote_expired")


def test_the_latest_quote_counts(guest, sauce):
    guest.quote()
    reprice(sauce, 95_000)
    guest.quote()
    assert Quote.objects.count() == 2
    assert guest.place().status_code == 201


# --- hostile bodies ---


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"deliveries": {"nobody": "post"}}, "deliveries.nobody"),
        ({"notes": {"nobody": "x"}}, "notes.nobody"),
        ({"payment": {"nobody": "cod"}}, "payment.nobody"),
        ({"payment": "gold"}, "payment"),
        ({"payment": ["cod"]}, "payment"),
        ({"payment": None}, "payment"),
        ({"payment": True}, "payment"),
        ({"deliveries": ["post"]}, "deliveries"),
        ({"deliveries": {"\u0000": "post"}}, "deliveries.\u0000"),
        ({"contact": {**CONTACT, "phone": "0123 456 789"}}, "contact.phone"),
        ({"contact": {**CONTACT, "name": "\u200b"}}, "contact.name"),
        ({"contact": {**CONTACT, "name": "x\u0000"}}, "contact.name"),
        ({"contact": {**CONTACT, "name": "x\u202ey"}}, "contact.name"),
        ({"contact": {**CONTACT, "email": "a@b"}}, "contact.email"),
        ({"contact": "Lan"}, "contact"),
        ({"contact": {**CONTACT, "is_staff": True}}, "contact.is_staff"),
        ({"total": 1}, "total"),
        ({"unit_price": 1, "discount": 1, "shipping_fee": 0}, "unit_price"),
        ({"address": None}, "address"),
    ],
)
@pytest.mark.promise("C55")
def test_a_body_that_is_not_as_agreed_is_refused_by_its_field(guest, change, field):
    guest.quote()
    answer = guest.place(**change)
    assert answer.status_code == 400
    assert field in [error["field"] for error in answer.json()["errors"]]
    nothing_happened()


def test_a_way_of_sending_that_a_booth_does_not_offer_is_refused(guest, people):
    guest.quote()
    answer = guest.place(deliveries={people.booth_b.slug: "own"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == f"deliveries.{people.booth_b.slug}"


@pytest.mark.promise("C54")
def test_a_total_nobody_could_pay_is_refused_before_any_write(people):
    dear = a_variant(people.booth_a, price_vnd=9_999_999_999, on_hand=9_999)
    shopper = Shopper()
    shopper.add(dear, 9_999)
    answer = shopper.quote()
    assert (answer.status_code, answer.json()["code"]) == (400, "total_too_large")
    assert not Quote.objects.exists()


@pytest.mark.promise("C93")
@pytest.mark.parametrize(
    "name", ["H'Hen Niê", "Y Moan Êñuôl", "Siu", "N" * 40, "{{7*7}} %(secret)s ${7*7}"]
)
def test_every_real_name_is_taken_as_it_is(guest, name):
    guest.quote()
    body = guest.place(contact={**CONTACT, "name": name}).json()
    assert Purchase.objects.get(code=body["code"]).contact_name == name


# --- the key ---


@pytest.mark.promise("C45")
@pytest.mark.parametrize("key", [None, "", "k" * 256, "a\tb", "ệ"])
def test_a_key_is_required_and_readable(guest, key):
    guest.quote()
    headers = {} if key is None else {"Idempotency-Key": key}
    body = {"contact": CONTACT, "address": ADDRESS, "payment": "cod"}
    answer = guest.call("POST", "/checkout/", body, **headers)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
    nothing_happened()


@pytest.mark.promise("I8")
@pytest.mark.promise("C48")
def test_the_same_key_again_gets_the_stored_answer(guest):
    guest.quote()
    first = guest.place(key="one")
    again = guest.place(key="one")
    assert (again.status_code, again.json()) == (201, first.json())
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert Purchase.objects.count() == 1


@pytest.mark.promise("C46")
def test_the_same_key_with_another_body_is_refused(guest):
    guest.quote()
    guest.place(key="one")
    answer = guest.place(key="one", payment="vietqr")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert Purchase.objects.count() == 1


@pytest.mark.promise("C49")
def test_a_key_belongs_to_its_user_or_cart(people, sauce):
    one, two = Shopper(), Shopper()
    codes = {shopper.buys((sauce, 1), key="same").json()["code"] for shopper in (one, two)}
    member = Shopper(people.shopper)
    codes.add(member.buys((sauce, 1), key="same").json()["code"])
    assert len(codes) == 3


def test_a_form_sent_again_changed_or_not_leads_to_the_purchase_made_first(people, sauce):
    shopper = Shopper()
    shopper.add(sauce, 1)
    shopper.quote()
    form = {
        "cart": Cart.objects.get(),
        "key": "hidden",
        "contact": Contact("Lan", "+84912345678"),
        "address": Destination("16093", "Thôn 1"),
        "deliveries": {},
        "payment": "cod",
        "notes": {},
        "user": None,
    }
    first = services.place(**form)
    assert services.place(**form) == first
    assert services.place(**{**form, "payment": "vietqr"}) == first
    assert Purchase.objects.count() == 1


def test_quotes_are_forgotten_a_day_after_they_ended(guest):
    guest.quote()
    ended = Quote.objects.get().expires_at
    with clock.at(ended + timedelta(hours=23)):
        tasks.forget_quotes()
        assert Quote.objects.exists()
    with clock.at(ended + timedelta(hours=25)):
        tasks.forget_quotes()
        assert not Quote.objects.exists()


def test_another_key_for_the_same_cart_finds_it_empty(guest):
    guest.quote()
    assert guest.place(key="one").status_code == 201
    answer = guest.place(key="two")
    assert answer.status_code == 409
    assert Purchase.objects.count() == 1
    assert not CartLine.objects.exists()
