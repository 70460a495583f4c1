"""What does a parcel cost by its weight, and which of two words about it is the later one?"""

from collections.abc import Sequence
from typing import Protocol, TypeVar

GRAMS_PER_KG = 1_000

# The 12 words with their ranks; an exception keeps the rank it found.
RANKS = {
    "created": 1,
    "awaiting_pickup": 2,
    "picked_up": 3,
    "in_transit": 4,
    "out_for_delivery": 5,
    "delivery_failed": 6,
    "returning": 7,
    "returned": 9,
    "delivered": 9,
    "cancelled": 9,
    "lost_damaged": 9,
}
_SECOND_TRY = ("in_transit", "out_for_delivery")


class WeightStep(Protocol):
    @property
    def up_to_grams(self) -> int: ...
    @property
    def fee_vnd(self) -> int: ...
    @property
    def extra_kg_vnd(self) -> int: ...


Step = TypeVar("Step", bound=WeightStep)


def step_for(steps: Sequence[Step], weight_grams: int) -> Step:
    """The first step that carries the weight, else the heaviest one. There is at least one."""
    by_weight = sorted(steps, key=lambda step: step.up_to_grams)
    return next((step for step in by_weight if weight_grams <= step.up_to_grams), by_weight[-1])


def postage(step: WeightStep, weight_grams: int) -> int:
    """Above the step's weight each begun kilogram costs extra."""
    above = max(0, weight_grams - step.up_to_grams)
    begun = -(-above // GRAMS_PER_KG)
    return step.fee_vnd + begun * step.extra_kg_vnd


def days(days_min: int, days_max: int) -> str:
    """ "2–3", or "2" where both are the same."""
    return str(days_max) if days_min == days_max else f"{days_min}–{days_max}"


def goes_on(before: str, rank: int, after: str) -> bool:
    """Never to a lower rank, except a second delivery try."""
    if after == "exception":
        return True
    return RANKS[after] > rank or (before == "delivery_failed" and after in _SECOND_TRY)
