"""What the operator sees of people: users and who works where."""

from django.contrib import admin

from backend.accounts.models import StaffRole, User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["name", "phone", "email", "is_active", "date_joined"]
    search_fields = ["name", "phone", "email"]
    fields = ["name", "phone", "email", "language", "is_active", "is_staff"]


@admin.register(StaffRole)
class StaffRoleAdmin(admin.ModelAdmin):
    list_display = ["user", "role", "province", "agency", "started_at", "ended_at"]
    list_filter = ["role"]
    autocomplete_fields = ["user"]
