"""Which sample orders shall there be? Decided before the products, so that stock can be right."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from backend.demo.fixtures import read
from backend.demo.rules import PRODUCER_BOOTH, STORIES, Story

SEED = 38
TWO_BOOTHS_IN = 4


@dataclass(frozen=True)
class Want:
    row: str
    position: int
    quantity: int


@dataclass(frozen=True)
class Plan:
    """One purchase of one or two booths, all of whose orders share a story."""

    story: Story
    shopper: int
    is_member: bool
    wants: tuple[Want, ...]
    placed_ago: timedelta
    note: str


def make_plans() -> list[Plan]:
    """The same plans at every seed; the demo's producer has one order of every story."""
    dice = random.Random(SEED)  # noqa: S311
    shoppers = read("shoppers")
    plans = []
    for story in STORIES:
        for number in range(story.count):
            shopper = dice.randrange(len(shoppers))
            booths = [PRODUCER_BOOTH] if number == 0 else _some_booths(dice, story)
            plans.append(
                Plan(
                    story=story,
                    shopper=shopper,
                    is_member=dice.random() < 0.5,
                    wants=tuple(_wants(dice, story, booths)),
                    placed_ago=timedelta(hours=dice.uniform(*story.placed_hours_ago)),
                    note=shoppers[shopper]["note"] or "" if dice.random() < 0.3 else "",
                )
            )
    return sorted(plans, key=lambda plan: -plan.placed_ago)


def units_taken(plans: list[Plan]) -> dict[tuple[str, int], int]:
    """Units that the plans hold or take away for good, by (row, variant position)."""
    taken: Counter[tuple[str, int]] = Counter()
    for plan in plans:
        for want in plan.wants:
            taken[want.row, want.position] += want.quantity
    return taken


def _some_booths(dice: random.Random, story: Story) -> list[str]:
    wanted = 2 if dice.randrange(TWO_BOOTHS_IN) == 0 else 1
    return dice.sample(sorted(_selling(story.payment)), wanted)


def _wants(dice: random.Random, story: Story, booths: list[str]) -> Iterator[Want]:
    for slug in booths:
        goods = _selling(story.payment)[slug]
        for product in dice.sample(goods, min(len(goods), dice.choice([1, 1, 2]))):
            affordable = [v for v in product["variants"] if v["price_vnd"] <= 1_500_000]
            variant = dice.choice(affordable)
            yield Want(product["row"], variant["position"], dice.choice([1, 1, 1, 2, 3]))


@cache
def _selling(payment: str) -> dict[str, list[dict[str, Any]]]:
    """Goods in stock and not too dear, of open booths that take this way of paying."""
    offered: dict[str, list[dict[str, Any]]] = {}
    for booth in read("booths"):
        takes = booth["cod"] if payment == "cod" else booth["payment"]["state"] != "none"
        if booth["state"] == "active" and takes and not booth["holiday"]:
            goods = [
                product
                for product in read("products")
                if product["booth"] == booth["slug"]
                and any(v["on_hand"] for v in product["variants"])
                and any(v["price_vnd"] <= 1_500_000 for v in product["variants"])
                and not product["flags"]["age_restricted"]
            ]
            if goods:
                offered[booth["slug"]] = goods
    return offered
