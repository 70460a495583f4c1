"""Whose account at which partner (bank feed, carrier, payment provider), and its secrets."""

import secrets
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core import clock
from backend.core.crypto import EncryptedJSONField


def new_webhook_key() -> str:
    return secrets.token_urlsafe(24)


class PartnerAccount(models.Model):
    """One account at one partner; without a booth it is the operator's. Missing secrets = off."""

    class Kind(models.TextChoices):
        FEED = "feed", _("Báo có của ngân hàng")
        PROVIDER = "provider", _("Cổng thanh toán")
        CARRIER = "carrier", _("Đơn vị vận chuyển")
        CHANNEL = "channel", _("Kênh nhắn tin")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    partner = models.CharField(max_length=20)
    booth = models.ForeignKey(
        "booths.Booth", models.CASCADE, null=True, blank=True, related_name="partner_accounts"
    )
    settings = models.JSONField(default=dict, blank=True)
    secrets: "models.Field[dict[str, Any], dict[str, Any]]" = EncryptedJSONField(
        default=dict, blank=True
    )
    webhook_key = models.CharField(max_length=48, unique=True, default=new_webhook_key)
    is_active = models.BooleanField(default=True)
    forged_calls = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "booth"],
                condition=Q(is_active=True),
                name="one_active_account_a_booth",
            ),
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(is_active=True, booth__isnull=True),
                name="one_active_account_of_the_operator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.booth or 'operator'}"
