"""The stored quote a shopper saw before placing."""

from django.db import models

from backend.core import clock


class Quote(models.Model):
    """What was offered for a cart to an address: prices, options, fees. Valid for 30 minutes.

    `body` is the answer of `POST checkout/quote/`; placing is held against the latest one.
    """

    cart = models.ForeignKey("cart.Cart", models.CASCADE, related_name="quotes")
    commune = models.ForeignKey("regions.Commune", models.PROTECT, related_name="+")
    street = models.CharField(max_length=255)
    body = models.JSONField()
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["cart", "-id"], name="quotes_of_cart")]

    def __str__(self) -> str:
        return f"quote {self.pk}"
