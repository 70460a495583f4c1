"""The dated rates of commission and tax; nothing legal is a constant."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Rate(models.Model):
    """`basis_points` of an order line's price, valid on days from `valid_from` up to `valid_to`."""

    class Kind(models.TextChoices):
        FEE = "fee", _("Phí của chợ")
        TAX = "tax", _("Thuế khấu trừ")

    kind = models.CharField(max_length=3, choices=Kind.choices)
    name = models.CharField(max_length=120)
    basis_points = models.PositiveIntegerField()
    source = models.CharField(
        max_length=200, help_text=_("Văn bản hoặc quyết định quy định mức này")
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(basis_points__lte=10_000), name="rate_at_most_the_whole"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="rate_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.basis_points / 100:g} %"
