"""Recognitions of products as dated records with their evidence."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core import clock


class Recognition(models.Model):
    """A product holds a title from `decided_on` until `valid_until` (None: without end).

    A star badge is shown only for evidence A (signed decision) or B1 (state press naming it).
    """

    class Kind(models.TextChoices):
        OCOP = "ocop", "OCOP"
        GEOGRAPHICAL_INDICATION = "geographical_indication", _("Chỉ dẫn địa lý")
        COLLECTIVE_MARK = "collective_mark", _("Nhãn hiệu tập thể")
        CRAFT_VILLAGE = "craft_village", _("Làng nghề")
        RURAL_INDUSTRY = "rural_industry", _("Sản phẩm công nghiệp nông thôn tiêu biểu")

    class Evidence(models.TextChoices):
        A = "A", _("Quyết định có chữ ký")
        B1 = "B1", _("Báo, cổng thông tin nhà nước nêu quyết định")
        B2 = "B2", _("Mới được đề xuất")
        C = "C", _("Người bán tự khai")

    product = models.ForeignKey("catalogue.Product", models.CASCADE, related_name="recognitions")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=160)
    decision_number = models.CharField(max_length=60)
    authority = models.CharField(max_length=160)
    decided_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=2, choices=Evidence.choices)
    evidence_file = models.CharField(max_length=120, blank=True)
    is_sample = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="ocop", stars__range=(3, 5))
                | (~Q(kind="ocop") & Q(stars__isnull=True)),
                name="stars_belong_to_ocop",
            ),
            models.UniqueConstraint(
                fields=["product", "kind", "decision_number"], name="one_record_a_decision"
            ),
        ]

    def __str__(self) -> str:
        return self.title
