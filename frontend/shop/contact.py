"""How may one reach a booth: by its own choice, with the hours in which it answers."""

from typing import NamedTuple

from backend.booths.models import Booth
from backend.core.text import show_phone


class Contact(NamedTuple):
    """Empty texts where the booth keeps its number to itself."""

    name: str
    phone: str
    call_href: str
    zalo_href: str
    hours: str


def contact(booth: Booth) -> Contact:
    if not booth.show_phone:
        return Contact(booth.contact_name, "", "", "", booth.answering_hours)
    zalo = f"https://zalo.me/{booth.phone.removeprefix('+')}" if booth.has_zalo else ""
    return Contact(
        name=booth.contact_name,
        phone=show_phone(booth.phone),
        call_href=f"tel:{booth.phone}",
        zalo_href=zalo,
        hours=booth.answering_hours,
    )
