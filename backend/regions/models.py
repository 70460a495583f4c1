"""Which provinces and communes are there, where do they lie, and what were they before 2025?"""

from django.db import models


class Province(models.Model):
    """A province or a city under central government, by its two-digit code."""

    class Kind(models.TextChoices):
        PROVINCE = "tinh", "Tỉnh"
        CITY = "thanh_pho", "Thành phố"

    code = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind)
    slug = models.SlugField(max_length=60, unique=True)
    folded = models.CharField(max_length=60)
    latitude = models.FloatField()
    longitude = models.FloatField()
    effective_from = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["tinh", "thanh_pho"]), name="province_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.Kind(self.kind).label} {self.name}"

    @property
    def is_city(self) -> bool:
        return self.kind == self.Kind.CITY


class Commune(models.Model):
    """A commune, ward or special zone, by its five-digit code. One that ends keeps its row,
    because orders and booths of that time name it."""

    class Kind(models.TextChoices):
        # Not translated: the kind is part of the official name, in an English address too.
        COMMUNE = "xa", "Xã"
        WARD = "phuong", "Phường"
        SPECIAL_ZONE = "dac_khu", "Đặc khu"

    code = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=Kind)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="communes")
    slug = models.SlugField(max_length=60, db_index=False)
    folded = models.CharField(max_length=60)
    latitude = models.FloatField()
    longitude = models.FloatField()
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["xa", "phuong", "dac_khu"]), name="commune_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(effective_to=None)
                | models.Q(effective_to__gte=models.F("effective_from")),
                name="commune_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.Kind(self.kind).label} {self.name}"


class FormerUnit(models.Model):
    """A commune of the three-level time that went, wholly or in part, into a commune of today.

    One that was split has a row for each part. Five island districts had no communes.
    """

    commune_name = models.CharField(max_length=80, blank=True)
    district_name = models.CharField(max_length=80)
    province_name = models.CharField(max_length=80)
    folded = models.CharField(max_length=80)
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="former_units")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["province_name", "district_name", "commune_name", "commune"],
                name="former_unit_told_once",
            )
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.commune_name, self.district_name, self.province_name)))
