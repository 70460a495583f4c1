"""What the operator may look at and set: how long goods are held; money itself is only shown."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from backend.payments.models import BankTransfer, HoldRule, Payment, RefundPromise

admin.site.register(HoldRule, list_display=("payment_state", "minutes", "valid_from", "valid_to"))


class OnlyShown(admin.ModelAdmin):
    """Money changes through the services alone, where it leaves its trail."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Payment)
class PaymentAdmin(OnlyShown):
    list_display = ("memo", "booth", "method", "status", "amount_vnd", "received_vnd", "created_at")
    list_filter = ("method", "status")
    search_fields = ("memo", "purchase__code")
    list_select_related = ("booth",)


@admin.register(BankTransfer)
class BankTransferAdmin(OnlyShown):
    list_display = (
        "bank_reference",
        "booth",
        "amount_vnd",
        "outcome",
        "settled_how",
        "occurred_at",
    )
    list_filter = ("outcome", "settled_how")
    search_fields = ("bank_reference", "content")
    list_select_related = ("booth",)


@admin.register(RefundPromise)
class RefundPromiseAdmin(OnlyShown):
    list_display = ("order", "booth", "amount_vnd", "reason", "due_by", "settled")
    list_filter = ("settled",)
    search_fields = ("order__code",)
    list_select_related = ("order", "booth")
