"""The operator keeps the category tree; goods are their sellers'."""

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from backend.catalogue import services
from backend.catalogue.models import Category, Product, Variant


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    """Names and order; the slug is an address and stays."""

    list_display = ["name", "name_en", "path", "position"]
    list_editable = ["position"]
    fields = ["name", "name_en", "position", "placeholder_stem"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Category, form: ModelForm, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if {"name", "name_en", "placeholder_stem"} & set(form.changed_data):
            of_category = Product.objects.filter(category=obj)
            services.refresh_cards(of_category.values_list("pk", flat=True))


class VariantInline(admin.TabularInline):
    model = Variant
    fields = ["name", "price_vnd", "on_hand", "reserved", "is_active"]
    readonly_fields = ["name", "price_vnd", "on_hand", "reserved", "is_active"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Product | None = None) -> bool:
        return False


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    """Only to look: changes go through services, which keep cards, stock and audit true."""

    list_display = ["name", "booth_name", "province_name", "state", "is_listed", "in_stock"]
    list_filter = ["state", "is_listed", "in_stock"]
    search_fields = ["name", "booth_name"]
    inlines = [VariantInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        return super().get_queryset(request).defer("search_text", "search_exact", "story")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Product | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Product | None = None) -> bool:
        return False
