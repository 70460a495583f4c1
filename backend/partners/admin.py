"""Where the operator connects accounts at partners; a secret goes in and never comes out."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.partners import services
from backend.partners.models import PartnerAccount


class AccountForm(forms.ModelForm):
    new_secrets = forms.JSONField(
        required=False,
        label=_("Bí mật mới"),
        help_text=_("Để trống thì giữ nguyên; bí mật đã nhập không hiện lại."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )

    class Meta:
        model = PartnerAccount
        fields = ("kind", "partner", "booth", "settings", "is_active")

    def clean_new_secrets(self) -> dict[str, str]:
        secrets = self.cleaned_data["new_secrets"] or {}
        if not isinstance(secrets, dict) or not all(isinstance(v, str) for v in secrets.values()):
            raise forms.ValidationError(_('Viết dạng {"tên": "giá trị"}.'))
        return secrets


@admin.register(PartnerAccount)
class PartnerAccountAdmin(admin.ModelAdmin):
    form = AccountForm
    list_display = ("partner", "kind", "booth", "is_active", "forged_calls")
    list_filter = ("kind", "partner", "is_active")
    readonly_fields = ("webhook_key", "forged_calls", "created_at")
    raw_id_fields = ("booth",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Whose account at whom is said once."""
        fixed = ("kind", "partner", "booth") if obj else ()
        return (*fixed, *self.readonly_fields)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Switched off, not deleted: what it brought points at it."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        wanted = form.cleaned_data
        if change and not wanted["is_active"]:
            services.disconnect(
                account=PartnerAccount.objects.get(pk=obj.pk), actor=cast(User, request.user)
            )
            return
        before = PartnerAccount.objects.filter(pk=obj.pk).first()
        saved = services.connect(
            booth=obj.booth,
            kind=obj.kind,
            partner=obj.partner,
            settings=wanted["settings"],
            secrets=wanted["new_secrets"] or (before.secrets if before else {}),
            actor=cast(User, request.user),
        )
        obj.pk = saved.pk
