"""A booth: who sells, from where, on what terms, and who may act for it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.core import clock


class Booth(models.Model):
    """A producer's stall. `slug` never changes; `province` repeats the commune's for scoping."""

    class Kind(models.TextChoices):
        HOUSEHOLD = "household", _("Hộ kinh doanh")
        INDIVIDUAL = "individual", _("Cá nhân")
        COOPERATIVE = "cooperative", _("Hợp tác xã")
        ENTERPRISE = "enterprise", _("Doanh nghiệp")
        CRAFT_GROUP = "craft_group", _("Tổ nghề")

    class State(models.TextChoices):
        DRAFT = "draft", _("Nháp")
        SUBMITTED = "submitted", _("Sắp mở bán")
        ACTIVE = "active", _("Đang bán")
        SUSPENDED = "suspended", _("Tạm ngừng")
        CLOSED = "closed", _("Đã đóng")

    class PaymentState(models.TextChoices):
        LINKED = "linked", _("Ngân hàng báo tự động")
        BY_HAND = "by_hand", _("Tự xem ngân hàng")
        NONE = "none", _("Chỉ nhận tiền mặt")

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("Tên gian hàng"), max_length=120)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    commune = models.ForeignKey("regions.Commune", models.PROTECT, related_name="booths")
    province = models.ForeignKey("regions.Province", models.PROTECT, related_name="booths")
    street = models.CharField(max_length=255)
    tagline = models.CharField(max_length=120, blank=True)
    story = models.TextField(max_length=4000, blank=True)
    people = models.CharField(max_length=300, blank=True)
    tax_code = models.CharField(max_length=14, blank=True)
    cover_stem = models.CharField(max_length=80, blank=True)
    cover_alt = models.CharField(max_length=200, blank=True)

    contact_name = models.CharField(max_length=120)
    phone = models.CharField(max_length=16)
    show_phone = models.BooleanField(default=True)
    has_zalo = models.BooleanField(default=False)
    answering_hours = models.CharField(max_length=60, blank=True)

    payment_state = models.CharField(
        max_length=8, choices=PaymentState.choices, default=PaymentState.NONE
    )
    takes_cod = models.BooleanField(default=True)
    bank_bin = models.CharField(max_length=6, blank=True)
    bank_name = models.CharField(max_length=60, blank=True)
    bank_account_number = models.CharField(max_length=24, blank=True)
    bank_account_holder = models.CharField(max_length=80, blank=True)

    pickup_street = models.CharField(max_length=255, blank=True)
    pickup_hours = models.CharField(max_length=80, blank=True)
    pickup_note = models.CharField(max_length=200, blank=True)
    prep_days = models.PositiveSmallIntegerField(default=1)
    returns = models.CharField(max_length=300, blank=True)

    holiday_from = models.DateField(null=True, blank=True)
    holiday_to = models.DateField(null=True, blank=True)
    holiday_note = models.CharField(max_length=200, blank=True)

    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["province", "state"], name="booth_province_state"),
            models.Index(fields=["commune", "state"], name="booth_commune_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "active", "suspended", "closed"]),
                name="booth_state_word",
            ),
            models.CheckConstraint(
                condition=Q(payment_state="none")
                | (~Q(bank_bin="") & ~Q(bank_account_number="") & ~Q(bank_account_holder="")),
                name="booth_paid_by_bank_has_an_account",
            ),
            models.CheckConstraint(
                condition=Q(holiday_to__isnull=True) | Q(holiday_to__gte=F("holiday_from")),
                name="booth_holiday_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A user acts for a booth in a role; `ended_at` ends it without forgetting it."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Chủ gian hàng")
        PACKER = "packer", _("Người đóng gói")

    booth = models.ForeignKey(Booth, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role.choices)
    started_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["booth", "user"],
                condition=Q(ended_at__isnull=True),
                name="one_open_membership",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.booth}"


class Document(models.Model):
    """A paper the booth handed in for verification; the file is private."""

    booth = models.ForeignKey(Booth, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    number = models.CharField(max_length=60, blank=True)
    file = models.CharField(max_length=120, blank=True)
    handed_in_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.title


class Review(models.Model):
    """An officer's decision on a booth: append-only, newest last."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("Duyệt")
        CHANGES = "changes", _("Cần sửa")
        REFUSED = "refused", _("Từ chối")
        SUSPENDED = "suspended", _("Tạm ngừng")
        RESUMED = "resumed", _("Cho bán lại")

    booth = models.ForeignKey(Booth, models.CASCADE, related_name="reviews")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.booth}: {self.get_outcome_display()}"
