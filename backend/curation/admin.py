"""The operator looks at recognitions; officers record them on their own pages."""

from django.contrib import admin
from django.http import HttpRequest

from backend.curation.models import Recognition


@admin.register(Recognition)
class RecognitionAdmin(admin.ModelAdmin):
    list_display = ["title", "product", "kind", "stars", "decided_on", "valid_until", "evidence"]
    list_filter = ["kind", "stars", "evidence", "is_sample"]
    search_fields = ["title", "decision_number", "product__name"]
    list_select_related = ["product"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Recognition | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Recognition | None = None) -> bool:
        return False
