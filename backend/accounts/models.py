"""Who signs in, where their parcels go, and who works for a province or for the operator."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core import clock


class People(BaseUserManager["User"]):
    """Makes users known by phone or e-mail; there is no user name."""

    def create_user(self, password: str | None = None, **fields: Any) -> User:
        user = self.model(**fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, password: str | None = None, **fields: Any) -> User:
        return self.create_user(password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. `phone` is E.164, `email` is compared case-insensitively; at least one is there."""

    phone = models.CharField(_("Số điện thoại"), max_length=16, unique=True, null=True, blank=True)
    phone_verified_at = models.DateTimeField(null=True, blank=True)
    email = models.EmailField("E-mail", unique=True, null=True, blank=True)
    name = models.CharField(_("Họ và tên"), max_length=120, blank=True)
    language = models.CharField(
        _("Ngôn ngữ"), max_length=2, choices=[("vi", "Tiếng Việt"), ("en", "English")], default="vi"
    )
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=clock.now)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "phone"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("người dùng")
        constraints = [
            models.CheckConstraint(
                condition=Q(phone__isnull=False) | Q(email__isnull=False),
                name="user_has_phone_or_email",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.phone or self.email or str(self.pk)


class Address(models.Model):
    """A place a person has parcels sent to."""

    user = models.ForeignKey(User, models.CASCADE, related_name="addresses")
    name = models.CharField(_("Người nhận"), max_length=120)
    phone = models.CharField(_("Số điện thoại"), max_length=16)
    commune = models.ForeignKey("regions.Commune", models.PROTECT, related_name="+")
    street = models.CharField(_("Số nhà, thôn, đường"), max_length=255)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(is_default=True), name="one_default_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.street}, {self.commune}"


class StaffRole(models.Model):
    """Someone works for a province's department (officer) or for whoever runs the market."""

    class Role(models.TextChoices):
        OFFICER = "officer", _("Cán bộ tỉnh")
        OPERATOR = "operator", _("Người vận hành")

    user = models.ForeignKey(User, models.CASCADE, related_name="staff_roles")
    role = models.CharField(max_length=10, choices=Role.choices)
    province = models.ForeignKey(
        "regions.Province", models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.CharField(max_length=160, blank=True)
    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role="officer", province__isnull=False)
                | Q(role="operator", province__isnull=True),
                name="an_officer_has_a_province",
            ),
            models.UniqueConstraint(
                fields=["user", "province"],
                condition=Q(ended_at__isnull=True, role="officer"),
                name="officer_once_a_province",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ended_at__isnull=True, role="operator"),
                name="operator_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"
