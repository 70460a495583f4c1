"""The operator connects an account; a secret goes in and never comes out."""

import pytest

from backend.core.models import AuditEvent
from backend.partners.models import PartnerAccount

pytestmark = pytest.mark.django_db

PAGE = "/admin/partners/partneraccount/"
SMS = {
    "kind": "channel",
    "partner": "sms",
    "booth": "",
    "settings": '{"base_url": "https://sms.example"}',
    "new_secrets": '{"api_key": "CANARY-key"}',
    "is_active": "on",
}


@pytest.fixture
def operator(client, people):
    client.force_login(people.operator)
    return client


def test_an_account_is_connected_changed_and_switched_off(operator):
    assert operator.post(f"{PAGE}add/", SMS).status_code == 302
    account = PartnerAccount.objects.get()
    assert account.secrets == {"api_key": "CANARY-key"}
    change = f"{PAGE}{account.pk}/change/"
    assert b"CANARY" not in operator.get(change).content
    operator.post(change, {**SMS, "settings": '{"base_url": "https://b"}', "new_secrets": ""})
    account.refresh_from_db()
    assert account.settings == {"base_url": "https://b"}
    assert account.secrets == {"api_key": "CANARY-key"}
    operator.post(change, {name: value for name, value in SMS.items() if name != "is_active"})
    account.refresh_from_db()
    assert not account.is_active
    assert "CANARY" not in str(list(AuditEvent.objects.values()))
    assert AuditEvent.objects.filter(subject_kind="partners.partneraccount").count() == 3


def test_secrets_that_are_no_names_and_texts_are_refused(operator):
    answer = operator.post(f"{PAGE}add/", {**SMS, "new_secrets": "[1]"})
    assert answer.status_code == 200
    assert not PartnerAccount.objects.exists()


def test_money_is_shown_and_not_changed(operator):
    for name in ("payment", "banktransfer", "refundpromise"):
        assert operator.get(f"/admin/payments/{name}/").status_code == 200
        assert operator.get(f"/admin/payments/{name}/add/").status_code == 403
