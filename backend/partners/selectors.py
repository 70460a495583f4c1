"""Which account is meant, and is it on?"""

from backend.booths.models import Booth
from backend.core.errors import NotFound
from backend.partners.models import PartnerAccount


def by_webhook_key(partner: str, webhook_key: str) -> PartnerAccount:
    """The account a partner calls for, on or off; raises NotFound for a guessed address."""
    account = (
        PartnerAccount.objects.select_related("booth")
        .filter(partner=partner, webhook_key=webhook_key)
        .first()
    )
    if account is None:
        raise NotFound()
    return account


def account_of(booth: Booth, partner: str) -> PartnerAccount | None:
    return PartnerAccount.objects.filter(booth=booth, partner=partner, is_active=True).first()


def account_of_the_operator(partner: str) -> PartnerAccount | None:
    return PartnerAccount.objects.filter(booth=None, partner=partner, is_active=True).first()


def active(kind: str) -> list[PartnerAccount]:
    return list(
        PartnerAccount.objects.select_related("booth")
        .filter(kind=kind, is_active=True)
        .order_by("pk")
    )
