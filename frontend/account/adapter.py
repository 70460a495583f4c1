"""Fit allauth's sign-in flows to people who are known by phone, e-mail or both."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock, text
from backend.notifications import services as notifications
from frontend.fields import PhoneField


class AccountAdapter(DefaultAccountAdapter):
    """Phone numbers are E.164; codes leave through `notifications`, like every message."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Tài khoản này đang bị khoá."),
        "email_password_mismatch": _("Số điện thoại, e-mail hoặc mật khẩu chưa đúng."),
        "phone_password_mismatch": _("Số điện thoại, e-mail hoặc mật khẩu chưa đúng."),
        "username_password_mismatch": _("Số điện thoại, e-mail hoặc mật khẩu chưa đúng."),
        "email_taken": _("E-mail này đã có tài khoản. Bạn đăng nhập nhé."),
        "phone_taken": _("Số điện thoại này đã có tài khoản. Bạn đăng nhập nhé."),
        "enter_current_password": _("Mật khẩu hiện tại chưa đúng."),
        "incorrect_password": _("Mật khẩu chưa đúng."),
        "incorrect_code": _("Mã chưa đúng. Bạn xem lại tin nhắn mới nhất."),
        "too_many_login_attempts": _("Sai quá nhiều lần. Bạn chờ 5 phút rồi thử lại."),
        "rate_limited": _("Thử quá nhiều lần. Bạn chờ ít phút."),
        "same_as_current": _("Giống số đang dùng."),
        "select_only_one": _("Chỉ điền một: số điện thoại hoặc e-mail."),
        "password_min_length": _("Mật khẩu cần ít nhất {0} ký tự."),
    }

    def get_login_stages(self) -> list[str]:
        ours = "frontend.account.stages.EmailVerificationStage"
        return [
            ours if stage.endswith(".EmailVerificationStage") else stage
            for stage in super().get_login_stages()
        ]

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        return PhoneField(**{**kwargs, "label": _("Số điện thoại")})

    def clean_email(self, email: str) -> str:
        return text.email(email) if email else email

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone).first()

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified_at is not None) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone = phone
        user.phone_verified_at = clock.now() if verified else None
        if user.pk:
            user.save(update_fields=["phone", "phone_verified_at"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        self.set_phone(user, phone, True)

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        notifications.send(
            "one_time_code", to_phone=phone, language=user.language, context={"code": code}
        )

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        notifications.send("no_account", to_phone=phone)

    def send_account_already_exists_sms(self, phone: str) -> None:
        notifications.send("account_exists", to_phone=phone)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Only codes and notices are sent; which one is told by allauth's template name."""
        if code := context.get("code"):
            notifications.send("one_time_code", to_email=email, context={"code": code})
        elif template_prefix.endswith("unknown_account"):
            notifications.send("no_account", to_email=email)
        elif template_prefix.endswith("account_already_exists"):
            notifications.send("account_exists", to_email=email)
