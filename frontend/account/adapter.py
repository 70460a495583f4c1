"""Fit allauth's sign-in flows to people who are known by phone, e-mail or both."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.core import clock, text
from backend.notifications import services as notifications
from frontend.fields import PhoneField, answer

# What allauth wants said on the next page, by its own name for the text; all else stays unsaid.
SAID = {
    "account/messages/email_confirmed.txt": _("E-mail đã được xác nhận."),
    "account/messages/email_deleted.txt": _("Đã bỏ e-mail."),
    "account/messages/cannot_delete_primary_email.txt": _("E-mail này đang dùng, chưa bỏ được."),
    "account/messages/logged_out.txt": _("Bạn đã đăng xuất. Hẹn gặp lại."),
    "account/messages/password_changed.txt": _("Đã đổi mật khẩu."),
    "account/messages/password_set.txt": _("Đã đặt mật khẩu."),
    "account/messages/phone_verified.txt": _("Số điện thoại đã được xác nhận."),
    "usersessions/messages/sessions_logged_out.txt": _("Đã đăng xuất các máy khác."),
}


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

    def save_user(
        self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True
    ) -> User:
        """Name, phone and e-mail in one write: a row with neither of the two is refused."""
        facts = form.cleaned_data
        user.name, user.language = facts["name"], get_language() or settings.LANGUAGE_CODE
        user.phone, user.email = facts.get("phone") or None, facts.get("email") or None
        user.set_password(facts["password1"])
        user.save()
        return user

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        if text := message or SAID.get(message_template or ""):
            messages.add_message(request, level, str(text), extra_tags=extra_tags)

    def get_login_stages(self) -> list[str]:
        ours = "frontend.account.stages.EmailVerificationStage"
        return [
            ours if stage.endswith(".EmailVerificationStage") else stage
            for stage in super().get_login_stages()
        ]

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        return PhoneField(**{**kwargs, "label": _("Số điện thoại")})

    def clean_email(self, email: str) -> str:
        return answer(text.email, email) if email else email

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
        _send("one_time_code", phone, code=code)

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        _send("no_account", phone, link=reverse("account_signup"))

    def send_account_already_exists_sms(self, phone: str) -> None:
        _send("account_exists", phone, link=reverse("account_login"))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Only codes and notices are sent; which one is told by allauth's template name.

        A forgotten password is asked for by e-mail or by phone, so `email` may be a number.
        """
        if code := context.get("code"):
            _send("one_time_code", email, code=code)
        elif template_prefix.endswith("unknown_account"):
            _send("no_account", email, link=reverse("account_signup"))
        elif template_prefix.endswith("account_already_exists"):
            _send("account_exists", email, link=reverse("account_login"))


def _send(kind: str, destination: str, *, link: str = "", code: str = "") -> None:
    is_phone = destination.startswith("+")
    notifications.send(
        kind,
        to_phone=destination if is_phone else "",
        to_email="" if is_phone else destination,
        language=get_language() or settings.LANGUAGE_CODE,
        context={"code": code, "minutes": settings.CODE_SECONDS // 60} if code else None,
        link=link,
    )
