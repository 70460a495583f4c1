"""Messages that never went out: their channel was off, or the partner refused."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from backend.notifications import selectors
from backend.notifications.models import Message


@admin.register(Message)
class NotSentAdmin(admin.ModelAdmin):
    list_display = ["created_at", "channel", "kind", "state", "destination"]
    list_filter = ["channel", "state"]
    fields = ["created_at", "channel", "kind", "state", "destination", "subject"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return selectors.not_sent()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
