"""When does an unpaid order end, and when is its buyer reminded?"""

from datetime import datetime, timedelta

# Money sent at the last minute may take a while to be told by the bank.
GRACE = timedelta(minutes=10)
LONGEST_HOLD = timedelta(days=3)
_RUN_OF_THE_HOLD = 0.75


def is_ending(placed_at: datetime, hold_until: datetime, now: datetime) -> bool:
    """Three quarters of the hold are over: 15 minutes are left of 60, 6 hours of 24."""
    return placed_at + _RUN_OF_THE_HOLD * (hold_until - placed_at) <= now < hold_until
