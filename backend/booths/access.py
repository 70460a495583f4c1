"""Who may do what for a booth: role → capabilities, and the door to the booth."""

import logging
from collections.abc import Mapping
from types import MappingProxyType

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from backend.booths.models import Booth, Membership
from backend.core.errors import NotAllowed, NotFound

Visitor = AbstractBaseUser | AnonymousUser

_PACKER = frozenset({"orders.read", "orders.pack", "orders.ship", "products.read", "booth.read"})

CAPABILITIES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        Membership.Role.OWNER: _PACKER
        | {
            "orders.confirm",
            "orders.cancel",
            "products.edit",
            "money.read",
            "money.mark",
            "booth.edit",
        },
        Membership.Role.PACKER: _PACKER,
    }
)

log = logging.getLogger("security")


def booth_for(user: Visitor, slug: str, can: str) -> Booth:
    """The booth, when `user` belongs to it today and the role has the capability `can`.

    Raises NotFound for a stranger, a former member and the operator alike, NotAllowed for a
    member without the right.
    """
    membership = (
        _memberships(user)
        .filter(booth__slug=slug)
        .select_related("booth__commune", "booth__province")
        .first()
    )
    if membership is None:
        log.warning("user %s stood before the booth %s without belonging to it", user.pk, slug)
        raise NotFound()
    if can not in CAPABILITIES[membership.role]:
        raise NotAllowed()
    return membership.booth


def rights_in(user: Visitor, booth: Booth) -> frozenset[str]:
    """All that `user` may do for the booth today; a page draws only the buttons that work."""
    roles = _memberships(user).filter(booth=booth).values_list("role", flat=True)
    return frozenset[str]().union(*(CAPABILITIES[role] for role in roles))


def may(user: Visitor, booth: Booth, can: str) -> bool:
    return can in rights_in(user, booth)


def booths_of(user: Visitor) -> list[Booth]:
    """The booths a user acts for today, by name."""
    return list(
        Booth.objects.filter(memberships__in=_memberships(user))
        .select_related("commune", "province")
        .order_by("name", "id")
    )


def _memberships(user: Visitor) -> QuerySet[Membership]:
    if user.pk is None:
        return Membership.objects.none()
    return Membership.objects.filter(user_id=user.pk, ended_at__isnull=True)
