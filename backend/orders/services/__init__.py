"""What is done to purchases and orders."""

from backend.orders.services.columns import (
    lock,
    mark_paid,
    mark_unpaid,
    set_payment,
    set_shipment,
)
from backend.orders.services.create import create_purchase, reserve
from backend.orders.services.moves import (
    cancel,
    come_back,
    complete,
    confirm,
    deliver,
    fail,
    hand_over,
    lose,
    move,
    pack,
    turn_back,
)
from backend.orders.services.tell import announce

__all__ = [
    "announce",
    "cancel",
    "come_back",
    "complete",
    "confirm",
    "create_purchase",
    "deliver",
    "fail",
    "hand_over",
    "lock",
    "lose",
    "mark_paid",
    "mark_unpaid",
    "move",
    "pack",
    "reserve",
    "set_payment",
    "set_shipment",
    "turn_back",
]
