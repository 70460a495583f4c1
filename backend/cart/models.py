"""One cart over many booths, a guest's or a member's."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from backend.core import clock, codes


class Cart(models.Model):
    """A cart holds no stock. `token` is the guest's key; a member has one open cart."""

    token = models.CharField(max_length=64, unique=True, default=codes.token)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="carts"
    )
    created_at = models.DateTimeField(default=clock.now)
    touched_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(closed_at__isnull=True, user__isnull=False),
                name="one_open_cart_a_user",
            )
        ]

    def __str__(self) -> str:
        return f"cart {self.pk}"


class CartLine(models.Model):
    """A wish for units of a variant. `seen_price_vnd` is what the shopper last saw."""

    cart = models.ForeignKey(Cart, models.CASCADE, related_name="lines")
    variant = models.ForeignKey("catalogue.Variant", models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()
    seen_price_vnd = models.BigIntegerField()
    is_selected = models.BooleanField(default=True)
    is_saved_for_later = models.BooleanField(default=False)
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant"], name="one_line_a_variant"),
            models.CheckConstraint(
                condition=Q(quantity__range=(1, 9_999)), name="cart_quantity_bounds"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id} × {self.quantity}"
