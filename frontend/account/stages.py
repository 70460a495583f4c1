"""Which proofs does signing in still ask for?"""

from typing import Any

from allauth.account import stages


class EmailVerificationStage(stages.EmailVerificationStage):
    """An e-mail is proved by a code, unless the phone speaks for the person."""

    def handle(self) -> Any:
        user = self.login.user  # none while it is kept quiet that the account exists
        return (None, True) if user and user.phone else super().handle()
