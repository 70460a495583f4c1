"""Which messages does a person have, and which never went out?"""

from django.db.models import QuerySet

from backend.notifications.models import Message

_IN_APP = "in_app"


def inbox_of(user_id: int) -> QuerySet[Message]:
    """What the market told a person in the market itself, the newest first."""
    return Message.objects.filter(user_id=user_id, channel=_IN_APP)


def unread_count(user_id: int) -> int:
    return inbox_of(user_id).filter(read_at=None).count()


def demo_inbox(destination: str = "") -> QuerySet[Message]:
    """Every message that left for a phone or an e-mail address, the newest first."""
    messages = Message.objects.exclude(channel=_IN_APP)
    return messages.filter(destination__icontains=destination.strip()) if destination else messages


def not_sent() -> QuerySet[Message]:
    """For the operator: the channel was off, or the partner refused for good."""
    return Message.objects.filter(state__in=[Message.State.SKIPPED, Message.State.REFUSED])
