"""An officer decides on a booth: state, goods and message change in one transaction."""

import pytest
from django.db import transaction
from django.test import Client

from backend.catalogue import selectors as goods
from backend.core.errors import Conflict
from backend.curation import services
from backend.notifications.models import Message
from tests.builders.booths import a_booth
from tests.builders.catalogue import a_variant
from tests.builders.checks import violations_of

pytestmark = pytest.mark.django_db


def shown() -> list[str]:
    return [card["name"] for card in goods.results(goods.ResultsQuery()).rows]


@pytest.mark.promise("I17")
def test_a_suspended_booth_and_its_goods_are_gone_and_come_back(people, client: Client):
    product = a_variant(people.booth_a, name="Chiếu").product
    addresses = [
        f"/api/v1/products/{product.pk}/",
        f"/api/v1/booths/{people.booth_a.slug}/",
    ]
    lists = ["/api/v1/products/", "/api/v1/products/?q=chieu", "/api/v1/booths/?province=38"]
    for outcome, is_public in [("suspended", False), ("resumed", True)]:
        services.decide_on_booth(
            booth=people.booth_a, officer=people.officer, outcome=outcome, reason="Xem lại"
        )
        assert shown() == (["Chiếu"] if is_public else [])
        for path in addresses:
            assert client.get(path).status_code == (200 if is_public else 404)
        for path in lists:
            assert bool(client.get(path).json()["results"]) is is_public
        assert violations_of("catalogue") == []


def test_an_approved_booth_opens_with_all_it_published(people):
    booth = a_booth(state="submitted", opened_at=None)
    a_variant(booth, name="Nón lá")
    assert shown() == []
    services.decide_on_booth(booth=booth, officer=people.officer, outcome="approved")
    assert shown() == ["Nón lá"]
    assert booth.opened_at is not None


def test_the_owners_are_told_with_the_reason_and_the_packers_are_not(people):
    services.decide_on_booth(
        booth=people.booth_a, officer=people.officer, outcome="suspended", reason="Thiếu giấy tờ"
    )
    messages = Message.objects.filter(kind="booth_decided")
    assert {message.user_id for message in messages} == {people.owner_a.pk}
    assert all("Thiếu giấy tờ" in message.body for message in messages)
    assert all(message.link == f"/ban-hang/{people.booth_a.slug}/" for message in messages)


def test_a_decision_that_cannot_be_leaves_nothing_behind(people):
    a_variant(people.booth_a, name="Chiếu")
    with pytest.raises(Conflict), transaction.atomic():
        services.decide_on_booth(
            booth=people.booth_a, officer=people.officer, outcome="approved", reason=""
        )
    assert shown() == ["Chiếu"]
    assert not Message.objects.filter(kind="booth_decided").exists()
