"""Who may act for a province or for the market itself; the closed doors answer "not found"."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from backend.accounts.models import StaffRole
from backend.core.errors import NotFound
from backend.regions.models import Province

Visitor = AbstractBaseUser | AnonymousUser


def _open_roles(user: Visitor, role: str) -> QuerySet[StaffRole]:
    if not user.pk:
        return StaffRole.objects.none()
    return StaffRole.objects.filter(user_id=user.pk, role=role, ended_at__isnull=True)


def province_for(user: Visitor, code: str) -> Province:
    """The province whose officer `user` is today; anyone else gets NotFound, the operator too."""
    officer = _open_roles(user, StaffRole.Role.OFFICER)
    role = officer.filter(province_id=code).select_related("province").first()
    if role is None or role.province is None:
        raise NotFound()
    return role.province


def provinces_of(user: Visitor) -> list[Province]:
    return [
        role.province
        for role in _open_roles(user, StaffRole.Role.OFFICER).select_related("province")
        if role.province
    ]


def is_operator(user: Visitor) -> bool:
    return _open_roles(user, StaffRole.Role.OPERATOR).exists()
