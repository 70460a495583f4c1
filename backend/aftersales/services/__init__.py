"""What happens to orders off the straight way."""

from backend.aftersales.services.cancel import cancel
from backend.aftersales.services.send_anyway import send_anyway
from backend.aftersales.services.sweep import (
    complete_delivered,
    expire_unpaid,
    refuse_unconfirmed,
    remind_unpaid,
)

__all__ = [
    "cancel",
    "complete_delivered",
    "expire_unpaid",
    "refuse_unconfirmed",
    "remind_unpaid",
    "send_anyway",
]
