"""What a person types to sign up, to sign in and to keep addresses."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import Address, User
from frontend.fields import CommuneField, LineField, PhoneField, province_choices


def _quiet(form: forms.Form) -> None:
    """Labels stand above the fields here, so the placeholders of allauth are taken away."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class LoginForm(allauth.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _quiet(self)
        self.fields["login"].label = _("Số điện thoại hoặc e-mail")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].label = _("Mật khẩu")
        self.fields["password"].help_text = ""


class SignupForm(allauth.SignupForm):
    """Phone or e-mail, either is enough; a name, so that sellers know whom they pack for."""

    field_order = ["name", "phone", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = LineField(
            longest=120,
            label=_("Họ và tên"),
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )
        self.order_fields(self.field_order)
        _quiet(self)
        self.fields["phone"].required = self.fields["email"].required = False
        self.fields["email"].label = _("E-mail (không bắt buộc nếu đã có số điện thoại)")
        self.fields["password1"].label = _("Mật khẩu")
        self.fields["password1"].help_text = _("Ít nhất 8 ký tự; có dấu, có khoảng trắng đều được.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        tried = {"phone", "email"} & set(self.errors)
        if not tried and not cleaned.get("phone") and not cleaned.get("email"):
            self.add_error("phone", ValidationError(_("Cho biết số điện thoại hoặc e-mail.")))
        return cleaned

    def save(self, request: HttpRequest) -> User:
        user: User = super().save(request)
        user.name = self.cleaned_data["name"]
        user.email = user.email or None
        user.save(update_fields=["name", "email"])
        return user


class ProfileForm(forms.Form):
    name = LineField(longest=120, label=_("Họ và tên"))
    language = forms.ChoiceField(
        label=_("Ngôn ngữ của tin nhắn"), choices=[("vi", "Tiếng Việt"), ("en", "English")]
    )


class AddressForm(forms.Form):
    name = LineField(longest=120, label=_("Người nhận"))
    phone = PhoneField()
    province = forms.ChoiceField(label=_("Tỉnh, thành phố"), choices=province_choices)
    commune = CommuneField()
    street = LineField(
        longest=255,
        label=_("Số nhà, thôn, đường"),
        help_text=_("Ví dụ: Tổ 3, ấp Mỹ Đông. Không có số nhà cũng được."),
    )
    is_default = forms.BooleanField(label=_("Dùng làm địa chỉ chính"), required=False)

    @classmethod
    def of(cls, address: Address) -> "AddressForm":
        return cls(
            initial={
                "name": address.name,
                "phone": address.phone,
                "province": address.commune.province_id,
                "commune": address.commune_id,
                "street": address.street,
                "is_default": address.is_default,
            }
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("province") and cleaned.get("commune"):
            try:
                cleaned["commune"] = CommuneField.within(cleaned["province"], cleaned["commune"])
            except ValidationError as error:
                self.add_error("commune", error)
        return cleaned
