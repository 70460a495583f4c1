"""What a seller and a buyer may say of money, by HTTP, and who may not."""

import pytest

from backend.payments.models import BankTransfer, RefundPromise
from tests.builders.payments import an_unpaid_order, cancel
from tests.builders.payments import payment_of as pay

pytestmark = pytest.mark.django_db

TRANSFERS = "/api/v1/seller/booths/{booth.slug}/transfers/"
ORDERS = "/api/v1/seller/booths/{booth.slug}/orders/"


@pytest.fixture
def owner(client, people):
    client.force_login(people.owner_a)
    return client


def say(client, path: str, body: dict | None = None, **headers):
    if body is None:
        return client.generic("POST", path, headers=headers)
    return client.post(path, body, content_type="application/json", headers=headers)


def test_the_list_names_each_sum_with_what_to_do(owner, bank, order, linked):
    bank.tells("khong co ma", 50_000)
    bank.tells(order.code, 60_000)
    answer = owner.get(TRANSFERS.format(booth=linked))
    assert answer.status_code == 200
    items = {item["kind"]: item for item in answer.json()["results"]}
    assert items["unknown_code"]["steps"] == ["assign", "returned", "not-ours"]
    assert items["unknown_code"]["is_being_tried"] is True
    assert items["short"]["order_code"] == order.code
    assert items["short"]["amount_vnd"] == 50_000


def test_money_without_a_code_is_given_to_the_order_it_was_for(owner, bank, order, linked):
    bank.tells("chuyen tien mua nuoc mam", 110_000)
    path = f"{TRANSFERS.format(booth=linked)}{BankTransfer.objects.get().pk}/assign/"
    assert say(owner, path, {"order": order.code}).json()["status"] == "paid"
    assert say(owner, path, {"order": order.code}).status_code == 200
    assert pay(order).received_vnd == 110_000


def test_a_transfer_is_settled_once(owner, bank, order, linked):
    bank.tells("nham", 10_000)
    transfer = BankTransfer.objects.get()
    path = f"{TRANSFERS.format(booth=linked)}{transfer.pk}/"
    assert say(owner, f"{path}returned/", {"note": "Đã chuyển lại"}).status_code == 204
    assert say(owner, f"{path}returned/").status_code == 204
    refused = say(owner, f"{path}not-ours/")
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state")
    transfer.refresh_from_db()
    assert (transfer.settled_how, transfer.settled_note) == ("returned", "Đã chuyển lại")


def test_money_is_never_given_to_another_booths_order(owner, bank, order, linked, people):
    of_b = an_unpaid_order(people.booth_b)
    bank.tells("nham", 110_000)
    path = f"{TRANSFERS.format(booth=linked)}{BankTransfer.objects.get().pk}/assign/"
    assert say(owner, path, {"order": of_b.code}).status_code == 404
    assert pay(of_b).status == "pending"


def test_a_refund_is_said_to_be_given_back(owner, bank, order, linked):
    cancel(order)
    bank.tells(order.code, 110_000)
    promise = RefundPromise.objects.get()
    path = f"/api/v1/seller/booths/{linked.slug}/refunds/{promise.pk}/returned/"
    assert [say(owner, path).status_code for _again in range(2)] == [204, 204]
    assert pay(order).status == "refunded"


def test_received_undone_and_not_seen(owner, people, now):
    order = an_unpaid_order(people.booth_a)
    path = f"{ORDERS.format(booth=people.booth_a)}{order.code}/"
    assert say(owner, f"{path}received/").json()["status"] == "paid"
    assert say(owner, f"{path}received/").json()["status"] == "paid"
    assert say(owner, f"{path}undo-received/").json()["status"] == "pending"
    assert say(owner, f"{path}not-seen/").json()["status"] == "pending"
    assert pay(order).not_seen_at


@pytest.mark.promise("I15")
def test_only_the_owner_of_this_booth_speaks_of_its_money(client, people, bank, order, linked):
    bank.tells("CANARY-content", 60_000)
    cancel(order)
    bank.tells(order.code, 1_000)
    transfer, promise = BankTransfer.objects.first(), RefundPromise.objects.get()
    transfers, orders = TRANSFERS.format(booth=linked), ORDERS.format(booth=linked)
    words = [
        f"{transfers}{transfer.pk}/assign/",
        f"{transfers}{transfer.pk}/returned/",
        f"{transfers}{transfer.pk}/not-ours/",
        f"/api/v1/seller/booths/{linked.slug}/refunds/{promise.pk}/returned/",
        f"{orders}{order.code}/received/",
        f"{orders}{order.code}/undo-received/",
        f"{orders}{order.code}/not-seen/",
    ]
    before = snapshot()
    for person, status in [
        (None, 401),
        (people.shopper, 404),
        (people.owner_b, 404),
        (people.officer, 404),
        (people.operator, 404),
        (people.packer_a, 403),
    ]:
        client.logout()
        if person:
            client.force_login(person)
        answers = [say(client, path, {}) for path in words] + [client.get(transfers)]
        assert {answer.status_code for answer in answers} == {status}, person
        assert not any(b"CANARY" in answer.content for answer in answers)
    assert snapshot() == before


@pytest.mark.promise("I15")
def test_under_the_own_door_anothers_transfer_is_not_there(client, people, bank, order):
    bank.tells("nham", 60_000)
    client.force_login(people.owner_b)
    for word in ("returned", "not-ours"):
        path = f"{TRANSFERS.format(booth=people.booth_b)}{BankTransfer.objects.get().pk}/{word}/"
        assert say(client, path).status_code == 404
    assert BankTransfer.objects.get().settled_at is None


def snapshot() -> list:
    return [
        list(BankTransfer.objects.order_by("pk").values()),
        list(RefundPromise.objects.order_by("pk").values()),
    ]


def test_a_guest_with_the_token_says_sent_or_pays_in_cash(client, people, now):
    order = an_unpaid_order(people.booth_a)
    path = f"/api/v1/purchases/{order.purchase.code}/orders/{order.code}/"
    token = {"X-Purchase-Token": order.purchase.access_token}
    assert say(client, f"{path}sent/").status_code == 404
    assert say(client, f"{path}cash/", **{"X-Purchase-Token": "guessed"}).status_code == 404
    assert say(client, f"{path}sent/", **token).json()["status"] == "pending"
    assert pay(order).claimed_at
    assert say(client, f"{path}cash/", **token).json()["method"] == "cod"
