"""The list of messages inside the market: what is written is delivered."""

from typing import ClassVar, Literal

from backend.notifications.contract import Account, Channel, Letter


class InApp(Channel):
    code = "in_app"
    reaches: ClassVar[Literal["phone", "email", "user"]] = "user"

    def deliver(self, letter: Letter, account: Account | None) -> None:
        """The row is the message."""
