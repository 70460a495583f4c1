"""The operator looks after booths and who acts for them; reviews are the officer's."""

from django.contrib import admin
from django.http import HttpRequest

from backend.booths.models import Booth, Membership, Review


@admin.register(Booth)
class BoothAdmin(admin.ModelAdmin):
    """Only to look: changes go through services, which keep cards and audit true."""

    list_display = ["name", "province", "commune", "state", "payment_state", "opened_at"]
    list_filter = ["state", "kind", "payment_state"]
    search_fields = ["name", "slug", "phone"]
    list_select_related = ["province", "commune"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Booth | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Booth | None = None) -> bool:
        return False


@admin.register(Membership, Review)
class HistoryAdmin(BoothAdmin):
    list_display = ["booth", "__str__"]
    list_filter = []
    search_fields = ["booth__name"]
    list_select_related = ["booth"]
