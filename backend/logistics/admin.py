"""The operator's dated table of postage."""

from django.contrib import admin

from backend.logistics.models import RateRow


@admin.register(RateRow)
class RateRowAdmin(admin.ModelAdmin):
    list_display = [
        "option",
        "zone",
        "up_to_grams",
        "fee_vnd",
        "days_min",
        "days_max",
        "valid_from",
    ]
    list_filter = ["carrier", "option", "zone", "valid_from"]
