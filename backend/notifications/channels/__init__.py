"""Every channel by its code; to add one, write its file and name it here."""

from backend.notifications.channels import console, email, in_app, sms, zalo
from backend.notifications.contract import Channel

CHANNELS: dict[str, Channel] = {
    channel.code: channel
    for channel in (zalo.Zalo(), sms.Sms(), console.Console(), email.Email(), in_app.InApp())
}


def by_code(code: str) -> Channel:
    return CHANNELS[code]


def reaching(what: str) -> list[Channel]:
    """The channels to a phone, an address or a user, the best one first."""
    return [channel for channel in CHANNELS.values() if channel.reaches == what]
