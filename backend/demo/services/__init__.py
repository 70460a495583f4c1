"""Fill an empty market with the demo, and let a day go by in it."""

from backend.demo.services.day import pass_a_day
from backend.demo.services.seed import seed

__all__ = ["pass_a_day", "seed"]
