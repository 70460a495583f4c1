"""Tell someone something: the message and its job are written in the caller's transaction."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction

from backend.core import clock, queue
from backend.core.errors import PartnerFailed
from backend.notifications import channels, selectors
from backend.notifications.contract import Account, Channel, Letter, TokenEnded, Undeliverable
from backend.notifications.kinds import KINDS, Kind
from backend.notifications.models import Message


class Receiver(Protocol):
    """A user of the market."""

    pk: Any
    phone: str | None
    email: str | None
    language: str


@dataclass
class Accounts:
    """Where the operator's accounts at the channels' partners are found and their secrets kept."""

    find: Callable[[str], Account | None] = lambda _partner: None
    keep: Callable[[str, Mapping[str, str]], None] = lambda _partner, _secrets: None


# Filled at start by `partners`, which lies above this app and so cannot be imported here.
accounts = Accounts()


@transaction.atomic
def send(
    kind: str,
    *,
    to_phone: str = "",
    to_email: str = "",
    user: Receiver | None = None,
    booth_id: int | None = None,
    language: str = "vi",
    context: Mapping[str, Any] | None = None,
    link: str = "",
    dedupe: str | None = None,
) -> list[Message]:
    """Tell a phone, an e-mail address, a user, or all of them; return what was newly written.

    A user named alone is also reached at the own phone, else at the own e-mail address, and is
    always spoken to in the own language. `link` starts with "/". The same kind and `dedupe` to
    the same destination is one message. Which values a kind wants is told in `kinds.py`.
    """
    what = KINDS[kind]
    if user is not None:
        language = user.language
        if not (to_phone or to_email):
            to_phone, to_email = user.phone or "", "" if user.phone else user.email or ""
    subject, body, values = what.written(context or {}, language)
    shared = {
        "kind": kind,
        "booth_id": booth_id,
        "user_id": user.pk if user else None,
        "language": language,
        "subject": subject[:200],
        "body": body,
        "link": link,
        "values": values,
    }
    ways = _ways(kind, what, to_phone, to_email, user)
    written = [_write(channel, destination, dedupe, shared) for channel, destination in ways]
    return [message for message in written if message]


def _ways(
    kind: str, what: Kind, to_phone: str, to_email: str, user: Receiver | None
) -> Iterator[tuple[Channel, str]]:
    if to_phone:
        yield _phone_channel(kind), to_phone
    if to_email:
        yield channels.by_code("email"), to_email
    if user is not None and not what.is_secret:
        yield channels.by_code("in_app"), ""


def _phone_channel(kind: str) -> Channel:
    """The best one that is on; none on: text message, where it is listed as skipped."""
    choice = channels.reaching("phone")
    return next((each for each in choice if _is_on(each, kind)), channels.by_code("sms"))


def _is_on(channel: Channel, kind: str) -> bool:
    if channel.code == "console":
        return settings.DEMO
    if not channel.needs:
        return True
    account = accounts.find(channel.code)
    if account is None or not all(account.secrets.get(name) for name in channel.needs):
        return False
    return channel.can_say(kind, account)


def _write(
    channel: Channel, destination: str, dedupe: str | None, shared: dict[str, Any]
) -> Message | None:
    now = clock.now()
    fields = {**shared, "channel": channel.code, "destination": destination, "created_at": now}
    is_there = channel.reaches == "user"
    if is_there:
        fields |= {"state": Message.State.SENT, "sent_at": now}
    if dedupe is None:
        message = Message.objects.create(**fields)
    else:
        key = _key(shared, dedupe, channel, destination)
        message, is_new = Message.objects.get_or_create(dedupe=key, defaults=fields)
        if not is_new:
            return None
    if not is_there:
        queue.enqueue("notifications.deliver", message_id=message.pk)
    return message


def _key(shared: dict[str, Any], dedupe: str, channel: Channel, destination: str) -> str:
    receiver = destination or f"user {shared['user_id']}"
    digest = hashlib.blake2b(f"{dedupe}\n{receiver}".encode(), digest_size=16).hexdigest()
    return f"{shared['kind']} {channel.reaches} {digest}"


def deliver(*, message_id: int) -> None:
    """Hand a queued message to its channel; one that is sent already, or gone, is left alone.

    A failure of the partner is raised, so that the queue tries again later.
    """
    message = Message.objects.filter(pk=message_id, state=Message.State.QUEUED).first()
    if message is None:
        return
    channel = channels.by_code(message.channel)
    if not _is_on(channel, message.kind):
        _end(message, Message.State.SKIPPED)
        return
    account = accounts.find(channel.code) if channel.needs else None
    try:
        channel.deliver(_letter(message), account)
    except Undeliverable as error:
        _end(message, Message.State.REFUSED, note=str(error)[:200])
    except TokenEnded:
        if account is not None:
            accounts.keep(channel.code, channel.renew(account))
        raise PartnerFailed(code="token_renewed") from None
    else:
        _end(message, Message.State.SENT, sent_at=clock.now(), **_forgotten(message))


def _letter(message: Message) -> Letter:
    return Letter(
        reference=f"message-{message.pk}",
        kind=message.kind,
        destination=message.destination,
        subject=message.subject,
        body=message.body,
        link=f"{settings.SITE_URL}{message.link}" if message.link else "",
        language=message.language,
        values=message.values,
    )


def _forgotten(message: Message) -> dict[str, Any]:
    """A secret that has arrived is of no more use here; the demo's inbox goes on showing it."""
    if settings.DEMO or not KINDS[message.kind].is_secret:
        return {}
    return {"body": "", "link": "", "values": {}}


def _end(message: Message, state: Message.State, **columns: Any) -> None:
    Message.objects.filter(pk=message.pk, state=Message.State.QUEUED).update(state=state, **columns)


def mark_read(*, user: Receiver) -> int:
    """Everything in the person's list counts as read; return how many were new."""
    return selectors.inbox_of(user.pk).filter(read_at=None).update(read_at=clock.now())
