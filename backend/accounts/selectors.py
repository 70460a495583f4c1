"""Whose address is this, and who has this phone or e-mail."""

from django.db.models import QuerySet

from backend.accounts.models import Address, User
from backend.core.errors import NotFound


def addresses_of(user: User) -> QuerySet[Address]:
    """The default one first, then the newest."""
    return (
        Address.objects.filter(user=user)
        .select_related("commune__province")
        .order_by("-is_default", "-pk")
    )


def address_of(user: User, address_id: int) -> Address:
    """Only the user's own; another's looks like none (NotFound)."""
    address = addresses_of(user).filter(pk=address_id).first()
    if address is None:
        raise NotFound()
    return address
