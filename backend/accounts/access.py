"""Who may act for a province or for the market itself; the closed doors answer "not found"."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from backend.accounts.models import StaffRole
from backend.core.errors import NotFound
from backend.regions.models import Province

Visitor = AbstractBaseUser | AnonymousUser


def province_for(user: Visitor, code: str) -> Province:
    """The province whose officer `user` is today; anyone else gets NotFound, the operator too."""
    role = (
        StaffRole.objects.filter(
            user_id=user.pk, role=StaffRole.Role.OFFICER, province_id=code, ended_at__isnull=True
        )
        .select_related("province")
        .first()
    )
    if role is None or role.province is None:
        raise NotFound()
    return role.province


def provinces_of(user: Visitor) -> list[Province]:
    return [
        role.province
        for role in StaffRole.objects.filter(
            user_id=user.pk, role=StaffRole.Role.OFFICER, ended_at__isnull=True
        ).select_related("province")
        if role.province
    ]


def is_operator(user: Visitor) -> bool:
    return StaffRole.objects.filter(
        user_id=user.pk, role=StaffRole.Role.OPERATOR, ended_at__isnull=True
    ).exists()
