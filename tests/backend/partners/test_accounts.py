"""Whose account at which partner, and how its secrets are kept."""

import pytest
from django.db import IntegrityError, connection, transaction

from backend.core import queue
from backend.core.errors import NotFound
from backend.core.models import AuditEvent
from backend.notifications import services as notifications
from backend.notifications.models import Message
from backend.partners import selectors, services
from backend.partners.models import PartnerAccount

pytestmark = pytest.mark.django_db

CANARY = "CANARY-partner-secret"


def connect(booth, **fields):
    return services.connect(
        **{
            "booth": booth,
            "kind": "feed",
            "partner": "sepay",
            "settings": {"account_number": "1"},
            "secrets": {"hmac_secret": CANARY},
            **fields,
        }
    )


def test_connecting_again_changes_the_one_account_and_keeps_its_address(people):
    first = connect(people.booth_a)
    second = connect(people.booth_a, secrets={"api_key": "k"})
    assert (first.pk, first.webhook_key) == (second.pk, second.webhook_key)
    assert selectors.account_of(people.booth_a, "sepay").secrets == {"api_key": "k"}


def test_a_booth_has_one_active_account_at_a_partner(people):
    connect(people.booth_a)
    with pytest.raises(IntegrityError), transaction.atomic():
        PartnerAccount.objects.create(booth=people.booth_a, kind="feed", partner="sepay")


def test_the_account_of_one_booth_is_not_the_others(people):
    connect(people.booth_a)
    assert selectors.account_of(people.booth_b, "sepay") is None
    assert selectors.account_of_the_operator("sepay") is None


def test_a_new_webhook_key_makes_the_old_address_unknown(people):
    account = connect(people.booth_a)
    old = account.webhook_key
    new = services.rotate_webhook_key(account=account)
    assert selectors.by_webhook_key("sepay", new) == account
    with pytest.raises(NotFound):
        selectors.by_webhook_key("sepay", old)


@pytest.mark.promise("I18")
def test_every_change_of_an_account_is_written_down_without_the_secret(people):
    account = connect(people.booth_a, actor=people.owner_a)
    services.rotate_secret(account=account, name="hmac_secret", value=f"{CANARY}-2")
    services.end_rotation(account=account)
    services.rotate_webhook_key(account=account)
    services.disconnect(account=account, actor=people.owner_a)
    services.disconnect(account=account, actor=people.owner_a)
    rows = AuditEvent.objects.filter(action__startswith="partner.").order_by("pk")
    assert [row.action for row in rows] == [
        "partner.connected",
        "partner.secret_rotated",
        "partner.rotation_ended",
        "partner.webhook_key_rotated",
        "partner.disconnected",
    ]
    assert CANARY not in str(list(rows.values()))


@pytest.mark.promise("I23")
def test_a_secret_is_stored_encrypted_and_never_shown(people):
    account = connect(people.booth_a)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secrets FROM partners_partneraccount")
        (stored,) = cursor.fetchone()
    assert CANARY not in stored
    assert CANARY not in repr(account) + str(account)
    account.refresh_from_db()
    assert account.secrets == {"hmac_secret": CANARY}


def test_the_operators_zalo_account_carries_the_messages_it_has_templates_for(monkeypatch, db):
    services.connect(
        booth=None,
        kind="channel",
        partner="zalo",
        settings={"app_id": "1", "templates": {"one_time_code": "7"}},
        secrets={"access_token": "old", "refresh_token": "r", "app_secret": "s"},
    )
    used = []
    monkeypatch.setattr("backend.core.outbound.Partner.post", zalo_whose_token_ended(used))
    notifications.send(
        "one_time_code", to_phone="+84912345678", context={"code": "1", "minutes": 5}
    )
    notifications.send(
        "order_confirmed", to_phone="+84912345678", context={"code": "1", "booth": "B"}
    )
    assert [m.channel for m in Message.objects.order_by("pk")] == ["zalo", "sms"]
    queue.run_due()
    assert Message.objects.get(channel="zalo").state == Message.State.QUEUED
    notifications.deliver(message_id=Message.objects.get(channel="zalo").pk)
    assert Message.objects.get(channel="zalo").state == Message.State.SENT
    assert used == ["old", "new"]
    assert selectors.account_of_the_operator("zalo").secrets["refresh_token"] == "r2"


def zalo_whose_token_ended(used: list[str]):
    """Refuses the old token, hands out a new one, takes that."""

    class Answer:
        status = 200

        def __init__(self, body: dict) -> None:
            self.json = lambda: body

    def post(_self, path, *, headers, **_options):
        if path.endswith("access_token"):
            return Answer({"access_token": "new", "refresh_token": "r2"})
        used.append(headers["access_token"])
        return Answer({"error": 0 if headers["access_token"] == "new" else -124})

    return post
