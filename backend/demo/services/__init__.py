"""Fill an empty market with the demo, and let a day go by in it."""

from backend.demo.services.bank import link_accounts
from backend.demo.services.day import pass_a_day
from backend.demo.services.seed import seed

__all__ = ["link_accounts", "pass_a_day", "seed"]
