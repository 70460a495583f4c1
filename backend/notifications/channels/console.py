"""The terminal of a demo market: says that a message went out; its text is in the demo's inbox."""

import sys
from typing import ClassVar, Literal

from backend.notifications.contract import Account, Channel, Letter


class Console(Channel):
    """Never prints the body: a one-time code has no place in a log."""

    code = "console"
    reaches: ClassVar[Literal["phone", "email", "user"]] = "phone"

    def deliver(self, letter: Letter, account: Account | None) -> None:
        sys.stdout.write(f"→ {letter.destination}: {letter.subject}\n")
