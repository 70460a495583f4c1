"""When is a booth open, which review leads where, and what may its people change?"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple, Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _


class HolidayDates(Protocol):
    holiday_from: date | None
    holiday_to: date | None


class Outcome(NamedTuple):
    """What a review does: from which state, to which, and whether it must be explained."""

    source: str
    target: str
    needs_reason: bool


OUTCOMES: Mapping[str, Outcome] = MappingProxyType(
    {
        "approved": Outcome("submitted", "active", needs_reason=False),
        "changes": Outcome("submitted", "draft", needs_reason=True),
        "refused": Outcome("submitted", "closed", needs_reason=True),
        "suspended": Outcome("active", "suspended", needs_reason=True),
        "resumed": Outcome("suspended", "active", needs_reason=False),
    }
)

EDITABLE = frozenset(
    {
        "name", "street", "tagline", "story", "people", "cover_stem", "cover_alt",
        "contact_name", "phone", "show_phone", "has_zalo", "answering_hours",
        "payment_state", "takes_cod",
        "bank_bin", "bank_name", "bank_account_number", "bank_account_holder",
        "pickup_street", "pickup_hours", "pickup_note", "prep_days", "returns",
    }
)  # fmt: skip


def outcomes_from(state: str) -> list[str]:
    """The reviews an officer may give a booth in this state."""
    return [name for name, outcome in OUTCOMES.items() if outcome.source == state]


def on_holiday(booth: HolidayDates, day: date) -> bool:
    """Both dates belong to the holiday; one without an end lasts until it is ended."""
    if booth.holiday_from is None or day < booth.holiday_from:
        return False
    return booth.holiday_to is None or day <= booth.holiday_to


def holiday_words(booth: HolidayDates, day: date) -> str:
    """The notice of a holiday that is on or still to come, else ""."""
    if booth.holiday_from is None or (booth.holiday_to is not None and booth.holiday_to < day):
        return ""
    dates = {
        "from": date_format(booth.holiday_from, "d/m/Y"),
        "to": date_format(booth.holiday_to, "d/m/Y") if booth.holiday_to else "",
    }
    if booth.holiday_to is None:
        return _("Nghỉ từ %(from)s, chưa hẹn ngày bán lại") % dates
    if booth.holiday_from == booth.holiday_to:
        return _("Nghỉ ngày %(from)s") % dates
    return _("Nghỉ từ %(from)s đến hết %(to)s") % dates


def first_free(wanted: str, taken: Iterable[str], max_length: int) -> str:
    """`wanted`, or `wanted-2`, `wanted-3`…, whichever no one has yet."""
    used = set(taken)
    slug, number = wanted[:max_length].strip("-"), 1
    while slug in used:
        number += 1
        slug = f"{wanted[: max_length - len(str(number)) - 1].strip('-')}-{number}"
    return slug
