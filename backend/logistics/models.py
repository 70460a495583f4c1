"""How a parcel travels: the dated price table, shipments and what is known of their way."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.core import clock


class RateRow(models.Model):
    """Postage of a way of sending by zone and weight on a day; dated rows, whole đồng."""

    class Zone(models.TextChoices):
        SAME_PROVINCE = "same_province", _("Trong tỉnh")
        NEAR = "near", _("Tỉnh gần")
        FAR = "far", _("Tỉnh xa")

    carrier = models.CharField(max_length=20)
    option = models.CharField(max_length=20)
    zone = models.CharField(max_length=14, choices=Zone.choices)
    up_to_grams = models.PositiveIntegerField()
    fee_vnd = models.BigIntegerField()
    extra_kg_vnd = models.BigIntegerField(
        default=0, help_text="For each further begun kilogram above the table's last row"
    )
    days_min = models.PositiveSmallIntegerField()
    days_max = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["option", "zone", "up_to_grams"]

    def __str__(self) -> str:
        return f"{self.option} {self.zone} ≤ {self.up_to_grams} g: {self.fee_vnd}"


class Shipment(models.Model):
    """One parcel of an order on its way. `rank` never falls but for a second delivery try."""

    class Word(models.TextChoices):
        CREATED = "created", _("Đã tạo")
        AWAITING_PICKUP = "awaiting_pickup", _("Chờ lấy hàng")
        PICKED_UP = "picked_up", _("Đã lấy hàng")
        IN_TRANSIT = "in_transit", _("Đang vận chuyển")
        OUT_FOR_DELIVERY = "out_for_delivery", _("Đang giao")
        DELIVERY_FAILED = "delivery_failed", _("Giao chưa được")
        RETURNING = "returning", _("Đang trả về")
        RETURNED = "returned", _("Đã trả về")
        DELIVERED = "delivered", _("Đã giao")
        CANCELLED = "cancelled", _("Đã huỷ")
        LOST_DAMAGED = "lost_damaged", _("Thất lạc, hư hỏng")
        EXCEPTION = "exception", _("Bất thường")

    class Way(models.TextChoices):
        POST = "post", _("Bưu điện")
        BUS = "bus", _("Xe khách")
        OWN = "own", _("Tự đi giao")
        PICKUP = "pickup", _("Khách đến lấy")

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="shipments")
    carrier = models.CharField(max_length=20)
    way = models.CharField(max_length=8, choices=Way.choices)
    reference = models.CharField(max_length=16, unique=True)
    waybill = models.CharField(max_length=40, blank=True)
    bus_number = models.CharField(max_length=40, blank=True)
    bus_phone = models.CharField(max_length=16, blank=True)
    arrives_at = models.DateTimeField(null=True, blank=True)
    word = models.CharField(max_length=16, choices=Word.choices, default=Word.CREATED)
    rank = models.PositiveSmallIntegerField(default=1)
    fee_vnd = models.BigIntegerField(default=0)
    weight_grams = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    word__in=[
                        "created",
                        "awaiting_pickup",
                        "picked_up",
                        "in_transit",
                        "out_for_delivery",
                        "delivery_failed",
                        "returning",
                        "returned",
                        "delivered",
                        "cancelled",
                        "lost_damaged",
                        "exception",
                    ]
                ),
                name="shipment_word",
            )
        ]

    def __str__(self) -> str:
        return self.reference


class TrackingEvent(models.Model):
    """One thing known of a parcel's way, in our word and the carrier's own. Append-only."""

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="events")
    word = models.CharField(max_length=16)
    raw = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=300, blank=True)
    happened_at = models.DateTimeField(default=clock.now)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.shipment_id}: {self.word}"
