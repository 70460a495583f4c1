"""A purchase (one checkout), its orders (one booth each), their lines, and the trail."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.core import clock, codes


class Purchase(models.Model):
    """One checkout. It stores no state: its words are computed from its orders."""

    code = models.CharField(max_length=12, unique=True)
    access_token = models.CharField(max_length=64, unique=True, default=codes.token)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="purchases"
    )
    contact_name = models.CharField(max_length=120)
    contact_phone = models.CharField(max_length=16)
    contact_email = models.CharField(max_length=254, blank=True)
    commune = models.ForeignKey("regions.Commune", models.PROTECT, related_name="+")
    street = models.CharField(max_length=255)
    language = models.CharField(max_length=2, default="vi")
    total_vnd = models.BigIntegerField()
    placed_at = models.DateTimeField(default=clock.now)
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["user", "-id"], name="purchases_of_user")]

    def __str__(self) -> str:
        return self.code


class Order(models.Model):
    """One booth's part of a purchase; moves only along `rules.TRANSITIONS`.

    `payment_*`, `carrier`, `waybill` belong to payments and logistics, who write them through
    this app's services, so that a list joins nothing.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Chờ nhận đơn")
        CONFIRMED = "confirmed", _("Người bán đã nhận")
        PACKED = "packed", _("Đã đóng gói")
        HANDED_OVER = "handed_over", _("Đã gửi đi")
        IN_TRANSIT = "in_transit", _("Đang trên đường")
        DELIVERED = "delivered", _("Đã giao")
        COMPLETED = "completed", _("Hoàn tất")
        DELIVERY_FAILED = "delivery_failed", _("Giao chưa được, sẽ giao lại")
        RETURNING = "returning", _("Đang trả về")
        RETURNED = "returned", _("Đã trả về")
        LOST = "lost", _("Thất lạc")
        CANCELLED = "cancelled", _("Đã huỷ")

    class PaymentStatus(models.TextChoices):
        PENDING = "pending", _("Chưa thanh toán")
        SHORT = "short", _("Còn thiếu")
        PAID = "paid", _("Đã thanh toán")
        EXPIRED = "expired", _("Hết hạn thanh toán")
        VOID = "void", _("Không phải thanh toán")
        REFUND_DUE = "refund_due", _("Phải trả lại")
        REFUNDED = "refunded", _("Đã trả lại")

    code = models.CharField(max_length=12, unique=True)
    purchase = models.ForeignKey(Purchase, models.PROTECT, related_name="orders")
    booth = models.ForeignKey("booths.Booth", models.PROTECT, related_name="orders")
    state = models.CharField(max_length=16, choices=State.choices, default=State.PENDING)

    subtotal_vnd = models.BigIntegerField()
    discount_vnd = models.BigIntegerField(default=0)
    shipping_vnd = models.BigIntegerField()
    total_vnd = models.BigIntegerField()
    fee_vnd = models.BigIntegerField(default=0)
    tax_vnd = models.BigIntegerField(default=0)

    payment_method = models.CharField(max_length=12)
    payment_status = models.CharField(
        max_length=10, choices=PaymentStatus.choices, default=PaymentStatus.PENDING
    )
    hold_until = models.DateTimeField(null=True, blank=True)
    confirm_by = models.DateTimeField(null=True, blank=True)

    delivery_code = models.CharField(max_length=24)
    delivery_label = models.CharField(max_length=80)
    delivery_days = models.CharField(max_length=20, blank=True)
    carrier = models.CharField(max_length=20)
    waybill = models.CharField(max_length=40, blank=True)
    pickup_code = models.CharField(max_length=6, blank=True)
    weight_grams = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=500, blank=True)

    cancelled_by = models.CharField(max_length=8, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    placed_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["booth", "state", "-id"], name="orders_of_booth"),
            models.Index(fields=["state", "hold_until"], name="orders_on_hold"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["purchase", "booth"], name="one_order_a_booth"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "pending",
                        "confirmed",
                        "packed",
                        "handed_over",
                        "in_transit",
                        "delivered",
                        "completed",
                        "delivery_failed",
                        "returning",
                        "returned",
                        "lost",
                        "cancelled",
                    ]
                ),
                name="order_state_word",
            ),
            models.CheckConstraint(
                condition=Q(
                    payment_status__in=[
                        "pending",
                        "short",
                        "paid",
                        "expired",
                        "void",
                        "refund_due",
                        "refunded",
                    ]
                ),
                name="order_payment_word",
            ),
            models.CheckConstraint(
                condition=Q(total_vnd=F("subtotal_vnd") - F("discount_vnd") + F("shipping_vnd"))
                & Q(
                    subtotal_vnd__gte=0, discount_vnd__gte=0, shipping_vnd__gte=0, total_vnd__gte=0
                ),
                name="order_total_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class OrderLine(models.Model):
    """What was bought at which price; fee and tax are frozen here with their rules' names."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="lines")
    variant = models.ForeignKey("catalogue.Variant", models.PROTECT, related_name="+")
    product_id_then = models.BigIntegerField()
    product_name = models.CharField(max_length=140)
    product_slug = models.CharField(max_length=140)
    variant_name = models.CharField(max_length=80)
    unit = models.CharField(max_length=30)
    image_stem = models.CharField(max_length=80, blank=True)
    quantity = models.PositiveIntegerField()
    price_vnd = models.BigIntegerField()
    subtotal_vnd = models.BigIntegerField()
    discount_vnd = models.BigIntegerField(default=0)
    fee_rule = models.CharField(max_length=120)
    fee_vnd = models.BigIntegerField()
    tax_rule = models.CharField(max_length=120)
    tax_vnd = models.BigIntegerField()
    ship_weight_grams = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(subtotal_vnd=F("price_vnd") * F("quantity")), name="line_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(quantity__range=(1, 9_999)), name="line_quantity_bounds"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_name} × {self.quantity}"


class TrailEntry(models.Model):
    """One step of an order: who did what, from which state to which. Append-only."""

    class Actor(models.TextChoices):
        BUYER = "buyer", _("Người mua")
        SELLER = "seller", _("Người bán")
        CARRIER = "carrier", _("Đơn vị vận chuyển")
        SYSTEM = "system", _("Hệ thống")

    order = models.ForeignKey(Order, models.PROTECT, related_name="trail")
    event = models.CharField(max_length=12)
    from_state = models.CharField(max_length=16, blank=True)
    to_state = models.CharField(max_length=16)
    actor = models.CharField(max_length=8, choices=Actor.choices)
    actor_id_then = models.BigIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.event}"
