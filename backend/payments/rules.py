"""Where does a payment stand, given what came in, and what may happen to it next?"""

from datetime import datetime, timedelta

COD, VIETQR = "cod", "vietqr"

PENDING, SHORT, PAID = "pending", "short", "paid"
EXPIRED, VOID = "expired", "void"
REFUND_DUE, REFUNDED = "refund_due", "refunded"

# House B3. `paid → pending|short` is the undo of a hand mark alone.
TRANSITIONS: dict[str, frozenset[str]] = {
    PENDING: frozenset({SHORT, PAID, EXPIRED, VOID}),
    SHORT: frozenset({PAID, EXPIRED, VOID}),
    PAID: frozenset({PENDING, SHORT, REFUND_DUE}),
    EXPIRED: frozenset({REFUND_DUE}),
    VOID: frozenset({REFUND_DUE}),
    REFUND_DUE: frozenset({REFUNDED}),
    REFUNDED: frozenset(),
}
OPEN = frozenset({PENDING, SHORT})
CLOSED = frozenset({EXPIRED, VOID})

UNDO_WITHIN = timedelta(minutes=10)
RETURN_WITHIN = timedelta(days=3)
# A code nobody knows may be one whose order is being written at this very moment.
TRY_AGAIN_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))


def may_become(before: str, after: str) -> bool:
    return before == after or after in TRANSITIONS[before]


def received(*, arrived_vnd: int, amount_vnd: int, is_marked: bool) -> int:
    """What counts as received: what the bank told, or the whole once the seller has seen it."""
    return max(arrived_vnd, amount_vnd) if is_marked else arrived_vnd


def status_of(*, received_vnd: int, amount_vnd: int) -> str:
    """Of a payment whose order goes on."""
    if received_vnd >= amount_vnd:
        return PAID
    return SHORT if received_vnd else PENDING


def excess(*, received_vnd: int, amount_vnd: int) -> int:
    return max(0, received_vnd - amount_vnd)


def missing(*, received_vnd: int, amount_vnd: int) -> int:
    return max(0, amount_vnd - received_vnd)


def may_undo(order_state: str, marked_at: datetime | None, now: datetime) -> bool:
    """May "đã nhận đủ" still be taken back?"""
    if marked_at is None or order_state != "pending":
        return False
    return now - marked_at <= UNDO_WITHIN


def transfers_page(booth_slug: str) -> str:
    """Where a booth sees the money that waits for its word."""
    return f"/ban-hang/{booth_slug}/tien-vao/"
