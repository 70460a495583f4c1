"""Any sequence of events on any orders of a few goods: the database and a model of ten lines
agree on states and stock after every step, and every invariant holds in the end."""

import os

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from backend.aftersales import services as aftersales
from backend.catalogue import services as catalogue
from backend.core import invariants
from backend.core.errors import Conflict
from backend.orders import rules, services
from backend.orders.models import Order
from backend.payments import services as payments
from backend.payments.models import Payment
from tests.builders.booths import a_booth
from tests.builders.catalogue import a_variant
from tests.builders.orders import a_placed_order

EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "12"))
OURS = ("I2", "I6", "I7", "I12", "I22")
ON_HAND = 6

# How each event of the table is caused by each actor that ever may; `cancel` through aftersales.
CAUSES = {
    "confirm": lambda order, by: services.confirm(order=order, actor=None),
    "pack": lambda order, by: services.pack(order=order, actor=None),
    "hand_over": lambda order, by: services.hand_over(order=order, actor=None, by=by),
    "move": lambda order, by: services.move(order=order),
    "deliver": lambda order, by: services.deliver(order=order, by=by),
    "fail": lambda order, by: services.fail(order=order),
    "turn_back": lambda order, by: services.turn_back(order=order),
    "return": lambda order, by: services.come_back(order=order),
    "lose": lambda order, by: services.lose(order=order, by=by),
    "complete": lambda order, by: services.complete(order=order, by=by),
    "cancel": lambda order, by: aftersales.cancel(order=order, by=by, reason="Phép thử"),
}
EVENTS = sorted((event, by) for event, row in rules.TRANSITIONS.items() for by in row.may)


def tried(call):
    """(answer, None), or (None, the refusal); what was refused has changed nothing."""
    try:
        with transaction.atomic():
            return call(), None
    except Conflict as refused:
        return None, refused


class Market(RuleBasedStateMachine):
    orders = Bundle("orders")

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()

    def teardown(self) -> None:
        assert not [line for line in invariants.violations() if line.startswith(OURS)]
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    @initialize()
    def opens(self) -> None:
        booth = a_booth()
        self.variants = [a_variant(booth, on_hand=ON_HAND) for _ in range(2)]
        self.on_hand = {variant.pk: ON_HAND for variant in self.variants}
        self.reserved = {variant.pk: 0 for variant in self.variants}
        self.states: dict[int, str] = {}
        self.wants: dict[int, tuple[int, int]] = {}
        self.ready: dict[int, bool] = {}

    @rule(
        target=orders,
        which=st.integers(0, 1),
        quantity=st.integers(1, 4),
        method=st.sampled_from(["cod", "vietqr"]),
    )
    def place(self, which, quantity, method):
        variant = self.variants[which]
        free = self.on_hand[variant.pk] - self.reserved[variant.pk]
        order, refused = tried(lambda: a_placed_order(variant, quantity, method=method))
        if quantity > free:
            assert refused.code == "insufficient_stock"
            assert refused.extra["available"] == free
            return None
        self.reserved[variant.pk] += quantity
        self.states[order.pk] = "pending"
        self.wants[order.pk] = (variant.pk, quantity)
        self.ready[order.pk] = method == "cod"
        return order.pk

    @rule(pk=orders, event=st.sampled_from(EVENTS))
    def moves(self, pk, event):
        if pk is None:
            return
        name, by = event
        before = self.states[pk]
        after = rules.next_state(name, by, before)
        if name == "confirm" and before == "pending" and not self.ready[pk]:
            after = None
        _order, refused = tried(lambda: CAUSES[name](Order.objects.get(pk=pk), by))
        assert (after is None) == (refused is not None)
        if after is None:
            return
        self.states[pk] = after
        variant, quantity = self.wants[pk]
        at_home = {"pending", "confirmed", "packed"}
        if before in at_home and after not in at_home:
            self.reserved[variant] -= quantity
            if after != "cancelled":
                self.on_hand[variant] -= quantity

    @rule(pk=orders)
    def is_paid(self, pk):
        if pk is None or self.ready[pk]:
            return
        payment = Payment.objects.get(parts__order=pk)
        _payment, refused = tried(lambda: payments.mark_received(payment=payment, actor=None))
        self.ready[pk] = refused is None and self.states[pk] != "cancelled"

    @rule(which=st.integers(0, 1), counted=st.integers(0, 12))
    def is_counted(self, which, counted):
        variant = self.variants[which]
        variant.refresh_from_db()
        count = {"variant": variant, "on_hand": counted, "version": variant.version}
        _variant, refused = tried(lambda: catalogue.count_stock(**count))
        if counted < self.reserved[variant.pk]:
            assert refused.code == "stock_below_reserved"
        else:
            self.on_hand[variant.pk] = counted

    @invariant()
    def the_database_agrees_with_the_model(self):
        for variant in getattr(self, "variants", ()):
            variant.refresh_from_db()
            assert (variant.on_hand, variant.reserved) == (
                self.on_hand[variant.pk],
                self.reserved[variant.pk],
            )
        states = getattr(self, "states", {})
        assert dict(Order.objects.values_list("pk", "state")) == states


@pytest.mark.promise("I6")
@pytest.mark.promise("I7")
@pytest.mark.promise("I12")
def test_whatever_happens_in_whatever_order_stock_and_states_stay_true(db):
    run_state_machine_as_test(
        Market,
        settings=settings(max_examples=EXAMPLES, stateful_step_count=30, deadline=None),
    )
