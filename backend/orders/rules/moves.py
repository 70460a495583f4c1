"""Who may move an order from which state to which (house B3)?"""

from dataclasses import dataclass
from datetime import timedelta

CONFIRM_WITHIN = timedelta(hours=48)
COMPLETE_AFTER = timedelta(days=7)

BUYER, SELLER, CARRIER, SYSTEM = "buyer", "seller", "carrier", "system"
ACTORS = (BUYER, SELLER, CARRIER, SYSTEM)

PENDING, CONFIRMED, PACKED = "pending", "confirmed", "packed"
HANDED_OVER, IN_TRANSIT, DELIVERED, COMPLETED = (
    "handed_over",
    "in_transit",
    "delivered",
    "completed",
)
DELIVERY_FAILED, RETURNING, RETURNED = "delivery_failed", "returning", "returned"
LOST, CANCELLED = "lost", "cancelled"

AT_THE_BOOTH = frozenset({PENDING, CONFIRMED, PACKED})
UNDERWAY = frozenset({HANDED_OVER, IN_TRANSIT, DELIVERY_FAILED})
# A carrier's word may come after steps of it were skipped: from an accepted order, forward only.
_READY = frozenset({CONFIRMED, PACKED})
_ARRIVED = frozenset({DELIVERED})


@dataclass(frozen=True, slots=True)
class Transition:
    """Where an event leads, and from which states each actor may cause it."""

    to: str
    may: dict[str, frozenset[str]]


# House B3. `deliver` of an order that the buyer fetches is DELIVER_AT_PICKUP.
TRANSITIONS: dict[str, Transition] = {
    "confirm": Transition(CONFIRMED, {SELLER: frozenset({PENDING})}),
    "pack": Transition(PACKED, {SELLER: frozenset({CONFIRMED})}),
    "hand_over": Transition(HANDED_OVER, {SELLER: _READY, CARRIER: _READY}),
    "move": Transition(IN_TRANSIT, {CARRIER: _READY | {HANDED_OVER, DELIVERY_FAILED}}),
    "deliver": Transition(
        DELIVERED, {CARRIER: _READY | UNDERWAY, SELLER: UNDERWAY, BUYER: UNDERWAY}
    ),
    "fail": Transition(DELIVERY_FAILED, {CARRIER: _READY | {HANDED_OVER, IN_TRANSIT}}),
    "turn_back": Transition(RETURNING, {CARRIER: _READY | UNDERWAY}),
    "return": Transition(RETURNED, {CARRIER: _READY | UNDERWAY | {RETURNING}}),
    "lose": Transition(
        LOST, {CARRIER: _READY | UNDERWAY | {RETURNING}, SELLER: UNDERWAY | {RETURNING}}
    ),
    "complete": Transition(
        COMPLETED, {BUYER: frozenset({DELIVERED}), SYSTEM: frozenset({DELIVERED})}
    ),
    "cancel": Transition(
        CANCELLED,
        {BUYER: frozenset({PENDING}), SELLER: AT_THE_BOOTH, SYSTEM: frozenset({PENDING})},
    ),
}
PICKUP = "pickup"
DELIVER_AT_PICKUP = Transition(DELIVERED, {SELLER: frozenset({PACKED})})
_NOT_AT_PICKUP = frozenset({"hand_over"})


def transition(event: str, *, carrier: str = "") -> Transition:
    """The table's row for an order sent by this carrier; goods that are fetched are not sent."""
    if carrier == PICKUP and event == "deliver":
        return DELIVER_AT_PICKUP
    if carrier == PICKUP and event in _NOT_AT_PICKUP:
        return Transition(TRANSITIONS[event].to, {})
    return TRANSITIONS[event]


def next_state(event: str, actor: str, state: str, *, carrier: str = "") -> str | None:
    """Where the event leads, the present state if that is reached already, None if forbidden."""
    row = transition(event, carrier=carrier)
    if actor not in row.may:
        return None
    return row.to if state == row.to or state in row.may[actor] else None


def claims_stock(before: str, after: str) -> bool:
    """Goods leave the booth at hand-over, or at the first later step if that was skipped."""
    return before in AT_THE_BOOTH and after not in AT_THE_BOOTH and after != CANCELLED
