"""Which recognition counts on a day, which evidence may be shown, what kind of file is that?"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Protocol, TypeVar

LARGEST_EVIDENCE = 10 * 1024 * 1024

CONTENT_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "application/pdf",
        "jpg": "image/jpeg",
        "png": "image/png",
        "webp": "image/webp",
    }
)

# A signed decision, or state press naming it; a proposal or the seller's own word is not shown.
SHOWN_EVIDENCE = ("A", "B1")


class Title(Protocol):
    """What a recognition tells of its time."""

    decided_on: date
    valid_until: date | None
    stars: int | None


Held = TypeVar("Held", bound=Title)


def counts_on(title: Title, day: date) -> bool:
    """From the day of the decision until and with `valid_until`."""
    return title.decided_on <= day and (title.valid_until is None or day <= title.valid_until)


def best(titles: Iterable[Held], day: date) -> Held | None:
    """The most stars that count on `day`; among equals the one that lasts longest."""
    counting = [title for title in titles if title.stars and counts_on(title, day)]
    return max(
        counting, key=lambda title: (title.stars, title.valid_until or date.max), default=None
    )


def file_kind(content: bytes) -> str | None:
    """The kind by the first bytes, whatever the file is called; None for any other."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return None


def ocop_end(decided_on: date) -> date:
    """An OCOP certificate holds for 36 months from the decision (Decision 148/QĐ-TTg)."""
    year = decided_on.year + 3
    last_of_month = monthrange(year, decided_on.month)[1]
    return decided_on.replace(year=year, day=min(decided_on.day, last_of_month))
