"""What is sold: categories, products, variants, and the stock truth."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.core import clock


class Category(models.Model):
    """A shelf of the shop's own tree. `path` is `/top/child/`, so a branch is a prefix."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=200, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    placeholder_stem = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """A speciality. The row carries its own card, so that a list joins nothing (see services)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Nháp")
        PUBLISHED = "published", _("Đang bán")
        HIDDEN = "hidden", _("Đã ẩn")

    booth = models.ForeignKey("booths.Booth", models.CASCADE, related_name="products")
    category = models.ForeignKey(Category, models.PROTECT, related_name="products")
    commune = models.ForeignKey("regions.Commune", models.PROTECT, related_name="products")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    slug = models.SlugField(max_length=140)
    name = models.CharField(max_length=140)
    summary = models.CharField(max_length=200, blank=True)
    story = models.TextField(max_length=6000, blank=True)
    keeping = models.CharField(max_length=200, blank=True)
    label = models.JSONField(default=dict, blank=True)
    search_extra = models.CharField(max_length=300, blank=True)
    season_start_month = models.PositiveSmallIntegerField(null=True, blank=True)
    season_end_month = models.PositiveSmallIntegerField(null=True, blank=True)
    restock_on = models.DateField(null=True, blank=True)
    made_to_order_days = models.PositiveSmallIntegerField(null=True, blank=True)
    may_inspect = models.BooleanField(default=True)
    is_perishable = models.BooleanField(default=False)
    is_liquid = models.BooleanField(default=False)
    is_fragile = models.BooleanField(default=False)
    is_kept_cold = models.BooleanField(default=False)
    is_age_restricted = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    # --- the card: kept by catalogue.services.refresh_card, written nowhere else ---
    is_listed = models.BooleanField(default=False, db_index=True)
    booth_slug = models.CharField(max_length=80, blank=True)
    booth_name = models.CharField(max_length=120, blank=True)
    province_code = models.CharField(max_length=2, blank=True)
    province_name = models.CharField(max_length=80, blank=True)
    commune_name = models.CharField(max_length=80, blank=True)
    category_path = models.CharField(max_length=200, blank=True)
    price_from_vnd = models.BigIntegerField(default=0)
    was_price_vnd = models.BigIntegerField(null=True, blank=True)
    has_several_prices = models.BooleanField(default=False)
    unit = models.CharField(max_length=30, blank=True)
    unit_price_vnd = models.BigIntegerField(null=True, blank=True)
    unit_price_per = models.CharField(max_length=2, blank=True)
    in_stock = models.BooleanField(default=False)
    sold_count = models.PositiveIntegerField(default=0)
    ocop_stars = models.PositiveSmallIntegerField(null=True, blank=True)
    ocop_valid_until = models.DateField(null=True, blank=True)
    image_stem = models.CharField(max_length=80, blank=True)
    image_alt = models.CharField(max_length=200, blank=True)
    search_text = models.TextField(blank=True)
    search_exact = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["-published_at", "-id"], condition=Q(is_listed=True), name="listed_newest"
            ),
            models.Index(
                fields=["price_from_vnd", "id"], condition=Q(is_listed=True), name="listed_price"
            ),
            models.Index(
                fields=["-sold_count", "-id"], condition=Q(is_listed=True), name="listed_sold"
            ),
            models.Index(
                fields=["category_path"], condition=Q(is_listed=True), name="listed_category"
            ),
            models.Index(
                fields=["province_code", "commune"],
                condition=Q(is_listed=True),
                name="listed_place",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "hidden"]), name="product_state_word"
            ),
            models.CheckConstraint(
                condition=Q(season_start_month__isnull=True, season_end_month__isnull=True)
                | Q(season_start_month__range=(1, 12), season_end_month__range=(1, 12)),
                name="season_is_two_months",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProductImage(models.Model):
    """A picture by the stem of its renditions: `<stem>-{320,640,960}.webp` in the media folder."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="images")
    stem = models.CharField(max_length=80)
    alt = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.alt


class Variant(models.Model):
    """One sale unit of a product, with its price, weights and the only stock truth."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="variants")
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=30)
    price_vnd = models.BigIntegerField()
    was_price_vnd = models.BigIntegerField(null=True, blank=True)
    net_weight_grams = models.PositiveIntegerField(null=True, blank=True)
    net_volume_ml = models.PositiveIntegerField(null=True, blank=True)
    ship_weight_grams = models.PositiveIntegerField()
    packing = models.CharField(max_length=16, blank=True)
    on_hand = models.PositiveIntegerField(default=0)
    reserved = models.PositiveIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(on_hand__gte=0), name="on_hand_not_negative"),
            models.CheckConstraint(condition=Q(reserved__gte=0), name="reserved_not_negative"),
            models.CheckConstraint(
                condition=Q(reserved__lte=F("on_hand")), name="reserved_within_on_hand"
            ),
            models.CheckConstraint(
                condition=Q(price_vnd__gte=1_000, price_vnd__lt=10**12), name="variant_price_bounds"
            ),
            models.CheckConstraint(
                condition=Q(ship_weight_grams__gte=1), name="variant_has_weight"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved


class StockMove(models.Model):
    """Every change of `on_hand`; the moves of a variant add up to it. Append-only."""

    class Reason(models.TextChoices):
        OPENING = "opening", _("Ban đầu")
        COUNTED = "counted", _("Kiểm đếm")
        SHIPPED = "shipped", _("Gửi đi")
        RETURNED = "returned", _("Nhập lại")
        SOLD_OUT = "sold_out", _("Báo hết hàng")

    variant = models.ForeignKey(Variant, models.PROTECT, related_name="moves")
    delta = models.IntegerField()
    reason = models.CharField(max_length=8, choices=Reason.choices)
    order_line_id = models.BigIntegerField(null=True, blank=True)
    actor_id = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["variant", "id"], name="moves_of_variant")]

    def __str__(self) -> str:
        return f"{self.variant_id}: {self.delta:+d} {self.reason}"


class Reservation(models.Model):
    """Units set aside for one order line: held, then exactly once claimed or released."""

    class State(models.TextChoices):
        HELD = "held", _("Đang giữ")
        CLAIMED = "claimed", _("Đã xuất")
        RELEASED = "released", _("Đã trả lại")

    variant = models.ForeignKey(Variant, models.PROTECT, related_name="reservations")
    order_line_id = models.BigIntegerField(unique=True)
    quantity = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.HELD)
    held_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="reservation_of_something"),
            models.CheckConstraint(
                condition=Q(state="held", ended_at__isnull=True)
                | Q(state__in=["claimed", "released"], ended_at__isnull=False),
                name="reservation_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant_id} × {self.quantity}: {self.state}"
