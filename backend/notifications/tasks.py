"""The work that delivers messages."""

from backend.core.queue import task
from backend.notifications import services


@task("notifications.deliver")
def deliver(message_id: int) -> None:
    services.deliver(message_id=message_id)
