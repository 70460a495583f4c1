"""The operator's dated rates of fee and tax; a rate that has begun is ended, not rewritten."""

from django.contrib import admin

from backend.fees.models import Rate


@admin.register(Rate)
class RateAdmin(admin.ModelAdmin):
    list_display = ["kind", "name", "basis_points", "valid_from", "valid_to", "source"]
    list_filter = ["kind"]
