"""access.md as rows, and what the house answers to whoever a row does not name."""

import re
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.routes import Route
from tests.architecture.world import ROLES

DOCUMENT = Path(__file__).parent / "access.md"
NOBODY = "guest"

AUDIENCES = {
    "everyone": set(ROLES),
    "guest": {"guest"},
    "person": set(ROLES) - {"guest"},
    "buyer": {"shopper"},
    "owner": {"owner of A"},
    "member": {"owner of A", "packer of A"},
    "seller": {"owner of A", "packer of A", "owner of B"},
    "officer": {"officer of 38"},
    "officers": {"officer of 38", "officer of 48"},
}
_LINE = re.compile(r"^\| ([\w:-]+)((?: \w+=\S+)*) \| ([A-Z]+) \| ?(\w*) \| (.+?) \|$", re.M)
SIGN_IN = "sign-in"
TURNED_AWAY = {SIGN_IN, 401, 403, 404}


@dataclass(frozen=True)
class Row:
    route: str
    words: dict[str, str]  # of the address, where the line gives them
    method: str
    of: str
    who: str

    def __str__(self) -> str:
        return " ".join([self.method, self.route, *self.words.values()])

    @property
    def named(self) -> dict[str, int | str]:
        """Role → status, for those the row names; the first word about a role counts."""
        told: dict[str, int | str] = {}
        for word, status in re.findall(r"(\w+) ([\w-]+)", self.who):
            for role in filter(AUDIENCES[word].__contains__, ROLES):
                told.setdefault(role, int(status) if status.isdecimal() else status)
        return told

    @property
    def allowed(self) -> list[str]:
        return [role for role, status in self.named.items() if status not in TURNED_AWAY]

    def expected(self, role: str, route: Route) -> int | str:
        if role in self.named:
            return self.named[role]
        if role == NOBODY and not route.is_open:
            return 401 if route.is_api else SIGN_IN
        if role == "packer of A" and "owner of A" in self.named:
            return 403
        return 404


def sections() -> dict[str, list[Row]]:
    """The lines under each heading."""
    parts = re.split(r"^## (.+)$", DOCUMENT.read_text(), flags=re.M)[1:]
    return {
        title: [
            Row(route, dict(word.split("=") for word in words.split()), *rest)
            for route, words, *rest in _LINE.findall(text)
        ]
        for title, text in zip(parts[::2], parts[1::2], strict=True)
    }
