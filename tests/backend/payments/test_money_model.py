"""Whatever happens in whatever order, payments stand where a small model says they stand."""

from datetime import UTC, datetime

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from backend.core import clock
from backend.core.errors import Conflict
from backend.core.invariants import INVARIANTS
from backend.orders import services as orders
from backend.payments import invariants, services
from backend.payments.models import Payment, RefundPromise
from tests.builders.payments import Bank, a_feed, an_unpaid_order, cancel, payment_of
from tests.people import make_people

NAMES = {
    name for name, each in INVARIANTS.items() if each.violations.__module__ == invariants.__name__
}
TOTAL = 110_000
amounts = st.sampled_from([1, 40_000, 70_000, TOTAL - 1, TOTAL, TOTAL + 1, 250_000])


class Money(RuleBasedStateMachine):
    """One order of 110,000 đồng of a linked booth, its bank, its seller and its buyer."""

    @initialize()
    def begin(self) -> None:
        people = make_people()
        self.owner = people.owner_a
        self.bank = Bank(people.booth_a, a_feed(people.booth_a))
        self.order = an_unpaid_order(people.booth_a)
        self.told: list = []
        self.arrived, self.marked, self.cancelled, self.confirmed = 0, False, False, False
        self.method, self.refunded, self.cash = "vietqr", 0, False

    def expected_received(self) -> int:
        if self.cash:
            return TOTAL
        return max(self.arrived, TOTAL) if self.marked else self.arrived

    def is_closed(self) -> bool:
        """Every đồng of a cancelled order has gone back: the bank's next word finds nothing."""
        return self.cancelled and 0 < self.expected_received() <= self.refunded

    def counts(self) -> bool:
        return not self.is_closed() and (self.cancelled or self.method == "vietqr")

    @rule(amount=amounts)
    def money_comes(self, amount: int) -> None:
        event = self.bank.event(self.order.code, amount)
        self.told.append(event)
        counts = self.counts()
        outcome = services.take_in(account=self.bank.feed, event=event)
        assert (outcome in ("matched", "late")) is counts
        if counts:
            self.arrived += amount
            self.marked = self.marked and self.arrived < TOTAL

    @precondition(lambda self: self.told)
    @rule(data=st.data())
    def the_bank_repeats_itself(self, data) -> None:
        event = data.draw(st.sampled_from(self.told))
        assert services.take_in(account=self.bank.feed, event=event) == "duplicate"

    @rule()
    def the_seller_marks_it_received(self) -> None:
        try:
            services.mark_received(payment=payment_of(self.order), actor=self.owner)
        except Conflict:
            assert self.method == "cod" or self.cancelled
        else:
            if self.expected_received() < TOTAL:
                self.marked = True

    @rule()
    def the_seller_takes_the_mark_back(self) -> None:
        try:
            services.undo_mark(payment=payment_of(self.order), actor=self.owner)
        except Conflict:
            assert not self.marked or self.cancelled or self.confirmed
        else:
            assert not self.cancelled
            self.marked = False

    @rule()
    def the_seller_confirms(self) -> None:
        self.order.refresh_from_db()
        try:
            orders.confirm(order=self.order, actor=self.owner)
        except Conflict:
            is_paid = self.method == "cod" or self.expected_received() >= TOTAL
            assert self.cancelled or not is_paid
        else:
            self.confirmed = True

    @precondition(lambda self: not self.cancelled)
    @rule(expired=st.booleans())
    def the_order_ends(self, expired: bool) -> None:
        cancel(self.order, by="seller", expired=expired)
        self.cancelled = True

    @rule()
    def the_buyer_wants_to_pay_in_cash(self) -> None:
        self.order.refresh_from_db()
        may = self.expected_received() == 0 and not self.cancelled and not self.confirmed
        try:
            services.switch_to_cash(order=self.order)
        except Conflict:
            assert not may
        else:
            assert may or self.method == "cod"
            self.method = "cod"

    @precondition(lambda self: RefundPromise.objects.filter(settled="").exists())
    @rule()
    def the_seller_gives_back(self) -> None:
        promise = RefundPromise.objects.filter(settled="").first()
        services.settle_refund(promise=promise, actor=self.owner)
        services.settle_refund(promise=promise, actor=self.owner)
        self.refunded += promise.amount_vnd

    @invariant()
    def the_payment_is_where_the_model_is(self) -> None:
        if not hasattr(self, "order"):
            return
        payment = payment_of(self.order)
        received = self.expected_received()
        assert payment.received_vnd == received
        if self.cancelled:
            want = ("refunded" if received <= self.refunded else "refund_due") if received else None
            assert payment.status == (want or payment.status)
            assert received or payment.status in ("void", "expired")
        else:
            want = "paid" if received >= TOTAL else "short" if received else "pending"
            assert payment.status == want
        owed = received if self.cancelled else max(0, received - TOTAL)
        assert sum(RefundPromise.objects.values_list("amount_vnd", flat=True)) == owed
        assert self.refunded <= received

    @invariant()
    def every_invariant_of_money_holds(self) -> None:
        assert [v for name in NAMES for v in INVARIANTS[name].violations()] == []


@pytest.mark.django_db
@pytest.mark.promise("I3")
@pytest.mark.promise("I10")
@pytest.mark.promise("I11")
@pytest.mark.promise("I12")
def test_money_stands_where_the_model_says():
    from django.db import transaction
    from hypothesis.stateful import run_state_machine_as_test

    class Undone(Money):
        """Each example in a transaction of its own that is undone."""

        def __init__(self) -> None:
            super().__init__()
            self.clock = clock.at(datetime(2026, 11, 21, 2, 0, tzinfo=UTC))
            self.clock.__enter__()
            self.block = transaction.atomic()
            self.block.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)
            self.clock.__exit__(None, None, None)

    run_state_machine_as_test(
        Undone,
        settings=settings(max_examples=50, stateful_step_count=15, deadline=None),
    )
    assert not Payment.objects.exists()
