"""Connect an account at a partner, change its secrets, switch it off."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from backend.accounts.models import User
from backend.booths.models import Booth
from backend.core import audit
from backend.core.errors import Invalid
from backend.partners.models import PartnerAccount, new_webhook_key

PREVIOUS = "_previous"


@transaction.atomic
def connect(
    *,
    booth: Booth | None,
    kind: str,
    partner: str,
    settings: Mapping[str, Any],
    secrets: Mapping[str, str],
    actor: User | None = None,
) -> PartnerAccount:
    """The one active account of the booth (or the operator) at the partner, new or changed.

    The webhook key stays, so that the address given to the partner goes on working.
    """
    account = (
        PartnerAccount.objects.select_for_update()
        .filter(booth=booth, partner=partner, is_active=True)
        .first()
    ) or PartnerAccount(booth=booth, partner=partner)
    action = "partner.changed" if account.pk else "partner.connected"
    before = {"settings": account.settings, "secrets": sorted(account.secrets)}
    account.kind = kind
    account.settings = dict(settings)
    account.secrets = dict(secrets)
    account.save()
    after = {"settings": account.settings, "secrets": sorted(account.secrets)}
    _record(action, account, actor, {name: [before[name], after[name]] for name in before})
    return account


@transaction.atomic
def disconnect(*, account: PartnerAccount, actor: User | None = None) -> None:
    """Its webhook answers 503 from now on; what it brought stays."""
    if PartnerAccount.objects.filter(pk=account.pk, is_active=True).update(is_active=False):
        account.is_active = False
        _record("partner.disconnected", account, actor, {"is_active": [True, False]})


@transaction.atomic
def rotate_secret(
    *, account: PartnerAccount, name: str, value: str, actor: User | None = None
) -> None:
    """Take a new secret; the one before goes on being accepted until `end_rotation`."""
    if not value:
        raise Invalid(code="blank", field=name)
    held = _locked(account)
    held.secrets[name + PREVIOUS] = held.secrets.get(name, "")
    held.secrets[name] = value
    held.save(update_fields=["secrets"])
    account.secrets = held.secrets
    _record("partner.secret_rotated", held, actor, {"secret": [name, name]})


@transaction.atomic
def end_rotation(*, account: PartnerAccount, actor: User | None = None) -> None:
    held = _locked(account)
    held.secrets = {k: v for k, v in held.secrets.items() if not k.endswith(PREVIOUS)}
    held.save(update_fields=["secrets"])
    account.secrets = held.secrets
    _record("partner.rotation_ended", held, actor, {})


@transaction.atomic
def rotate_webhook_key(*, account: PartnerAccount, actor: User | None = None) -> str:
    """The old address is unknown at once; return the new key to give to the partner."""
    account.webhook_key = new_webhook_key()
    account.save(update_fields=["webhook_key"])
    _record("partner.webhook_key_rotated", account, actor, {})
    return account.webhook_key


@transaction.atomic
def keep_secrets(partner: str, secrets: Mapping[str, str]) -> None:
    """What the partner gave the operator's account in place of older secrets."""
    account = (
        PartnerAccount.objects.select_for_update()
        .filter(booth=None, partner=partner, is_active=True)
        .first()
    )
    if account is not None:
        account.secrets |= dict(secrets)
        account.save(update_fields=["secrets"])
        _record("partner.secret_renewed", account, None, {"secrets": [None, sorted(secrets)]})


def count_forged(*, account: PartnerAccount) -> None:
    """A call that did not come from the partner leaves a number and nothing else."""
    PartnerAccount.objects.filter(pk=account.pk).update(forged_calls=F("forged_calls") + 1)


def _locked(account: PartnerAccount) -> PartnerAccount:
    return PartnerAccount.objects.select_for_update().get(pk=account.pk)


def _record(
    action: str, account: PartnerAccount, actor: User | None, diff: Mapping[str, Any]
) -> None:
    """Names of secrets at most, never their values."""
    audit.record(action, subject=account, actor=actor, booth_id=account.booth_id, diff=diff)
