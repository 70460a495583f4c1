"""What is done to payments, transfers and the money that has to go back."""

from backend.payments.services.feed import poll, receive, take_in, try_again
from backend.payments.services.look_at import assign_transfer, dismiss_transfer, return_transfer
from backend.payments.services.marks import (
    claim_sent,
    mark_not_seen,
    mark_received,
    record_cash,
    switch_to_cash,
    undo_mark,
)
from backend.payments.services.prepare import methods_for, prepare
from backend.payments.services.refunds import carry_over, settle_refund, void_or_refund_due

__all__ = [
    "assign_transfer",
    "carry_over",
    "claim_sent",
    "dismiss_transfer",
    "mark_not_seen",
    "mark_received",
    "methods_for",
    "poll",
    "prepare",
    "receive",
    "record_cash",
    "return_transfer",
    "settle_refund",
    "switch_to_cash",
    "take_in",
    "try_again",
    "undo_mark",
    "void_or_refund_due",
]
