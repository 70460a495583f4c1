"""What a person types to sign up, to sign in and to keep addresses."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as allauth
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import Address, User
from backend.core import text
from frontend.fields import (
    CommuneField,
    EmailField,
    LineField,
    PhoneField,
    ProvinceField,
    answer,
)


class _InOurWords:
    """One of allauth's forms with our labels above the fields, and nothing inside them."""

    words: ClassVar[Mapping[str, Any]] = {}
    left_out: ClassVar[tuple[str, ...]] = ()
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.left_out:
            del self.fields[name]
        for name, label in self.words.items():
            self.fields[name].label = label
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""


def _known_by(typed: str) -> tuple[str, str]:
    """The way a person is known, "email" or "phone", and what was typed in its one spelling."""
    way, reader = ("email", text.email) if "@" in typed else ("phone", text.phone)
    return way, answer(reader, typed)


def _login_field() -> forms.CharField:
    return forms.CharField(
        label=_("Số điện thoại hoặc e-mail"),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )


class LoginForm(_InOurWords, allauth.LoginForm):
    words = {"password": _("Mật khẩu")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _login_field()
        self.order_fields(["login", "password"])

    def clean_login(self) -> str:
        """What is neither a number nor an address goes on as it is: it will match nobody."""
        typed = super().clean_login()
        try:
            return _known_by(typed)[1]
        except ValidationError:
            return typed


class SignupForm(_InOurWords, allauth.SignupForm):
    """Phone or e-mail, either is enough; a name, so that sellers know whom they pack for."""

    field_order = ["name", "phone", "email", "password1"]
    words = {"password1": _("Mật khẩu")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = LineField(
            longest=120,
            label=_("Họ và tên"),
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )
        self.fields["email"] = EmailField(required=False)
        self.fields["phone"].required = False
        self.fields["phone"].help_text = _(
            "Chúng tôi nhắn mã tới số này. Không có số thì ghi e-mail."
        )
        self.fields["email"].help_text = _("Có số điện thoại rồi thì bỏ trống cũng được.")
        self.fields["password1"].help_text = _("Ít nhất 8 ký tự; có dấu, có khoảng trắng đều được.")
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        tried = {"phone", "email"} & set(self.errors)
        if not tried and not cleaned.get("phone") and not cleaned.get("email"):
            self.add_error("phone", ValidationError(_("Cho biết số điện thoại hoặc e-mail.")))
        return cleaned


class RequestLoginCodeForm(_InOurWords, allauth.RequestLoginCodeForm):
    left_out = ("email", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _login_field()

    def clean_login(self) -> str:
        """Leaves `email` or `phone` behind, as allauth's view asks for them."""
        way, self.cleaned_data[way] = self._read()
        self.cleaned_data[way] = getattr(self, f"clean_{way}")()
        return str(self.cleaned_data[way])

    def _read(self) -> tuple[str, str]:
        return _known_by(self.cleaned_data["login"].strip())


class ResetPasswordForm(_InOurWords, allauth.ResetPasswordForm):
    """`email` is allauth's name for where the code goes; here it may be a phone number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _login_field()

    def clean_email(self) -> str:
        way, login = _known_by(self.cleaned_data["email"].strip())
        self.cleaned_data["email"] = login
        if way == "email":
            return str(super().clean_email())
        self.users = list(User.objects.filter(phone=login, is_active=True))
        return login


class CodeForm(_InOurWords):
    words = {"code": _("Mã 6 số")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class ConfirmLoginCodeForm(CodeForm, allauth.ConfirmLoginCodeForm):
    pass


class ConfirmEmailForm(CodeForm, allauth.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmResetForm(CodeForm, allauth.ConfirmPasswordResetCodeForm):
    pass


class VerifyPhoneForm(CodeForm, allauth.VerifyPhoneForm):
    pass


class AddEmailForm(_InOurWords, allauth.AddEmailForm):
    words = {"email": _("E-mail mới")}


class ChangeEmailForm(_InOurWords, allauth.ChangeEmailForm):
    words = {"email": _("E-mail mới")}


class ChangePhoneForm(_InOurWords, allauth.ChangePhoneForm):
    words = {"phone": _("Số điện thoại mới")}


class ChangePasswordForm(_InOurWords, allauth.ChangePasswordForm):
    words = {"oldpassword": _("Mật khẩu hiện tại"), "password1": _("Mật khẩu mới")}
    left_out = ("password2",)


class SetPasswordForm(_InOurWords, allauth.SetPasswordForm):
    words = {"password1": _("Mật khẩu mới")}
    left_out = ("password2",)


class NewPasswordForm(_InOurWords, allauth.ResetPasswordKeyForm):
    words = {"password1": _("Mật khẩu mới")}
    left_out = ("password2",)


class ReauthenticateForm(_InOurWords, allauth.ReauthenticateForm):
    words = {"password": _("Mật khẩu")}


class ProfileForm(forms.Form):
    name = LineField(longest=120, label=_("Họ và tên"))
    language = forms.ChoiceField(
        label=_("Ngôn ngữ của tin nhắn"), choices=[("vi", "Tiếng Việt"), ("en", "English")]
    )


class AddressForm(forms.Form):
    name = LineField(longest=120, label=_("Người nhận"))
    phone = PhoneField()
    province = ProvinceField()
    commune = CommuneField()
    street = LineField(
        longest=255,
        label=_("Số nhà, thôn, đường"),
        help_text=_("Ví dụ: Tổ 3, ấp Mỹ Đông. Không có số nhà cũng được."),
    )
    is_default = forms.BooleanField(label=_("Dùng làm địa chỉ chính"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        commune: Any = self.fields["commune"]
        commune.offer(self["province"].value())

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
