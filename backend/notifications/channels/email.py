"""An e-mail in plain text through Django's mail settings."""

from typing import ClassVar, Literal

from django.core.mail import EmailMessage

from backend.notifications.contract import Account, Channel, Letter


class Email(Channel):
    code = "email"
    reaches: ClassVar[Literal["phone", "email", "user"]] = "email"

    def deliver(self, letter: Letter, account: Account | None) -> None:
        body = f"{letter.body}\n\n{letter.link}".strip() + "\n"
        EmailMessage(
            subject=letter.subject,
            body=body,
            to=[letter.destination],
            # The same at every try, so that a mail box shows a second copy as the first one.
            headers={
                "Message-ID": f"<{letter.reference}@cho-so>",
                "Auto-Submitted": "auto-generated",
            },
        ).send()
