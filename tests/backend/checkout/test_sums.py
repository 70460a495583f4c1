"""Σ lines = order, Σ orders = purchase = Σ payments: for carts of 1 to 20 booths, any rates."""

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.booths.models import Booth
from backend.core import clock, invariants
from backend.fees.models import Rate
from backend.orders import rules, services
from backend.orders.models import Order, OrderLine
from backend.payments import services as payments
from backend.payments.models import Payment, PaymentPart
from tests.builders.booths import a_booth
from tests.builders.catalogue import a_variant
from tests.builders.orders import ADDRESS, CONTACT, a_line

BOOTHS = 20

wishes = st.dictionaries(
    st.integers(0, BOOTHS - 1),
    st.tuples(
        st.lists(st.integers(1, 30), min_size=1, max_size=2),  # quantities of its goods
        st.integers(0, 200_000),  # postage
        st.integers(0, 100),  # discount, percent
        st.sampled_from(["cod", "vietqr"]),
    ),
    min_size=1,
)


@pytest.fixture
def shelves(db):
    """Two kinds of goods in each booth, at prices that do not divide well."""
    prices = [(1_000, 999_999), (33_333, 7_777), (1_003, 10_001), (250_000, 90_000)]
    return [
        [a_line(a_variant(booth, price_vnd=price + n, on_hand=100)) for price in prices[n % 4]]
        for n, booth in enumerate(a_booth(name=f"Gian {n}") for n in range(BOOTHS))
    ]


@pytest.mark.promise("I2")
@pytest.mark.promise("I20")
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wishes=wishes, fee=st.integers(0, 3_000), tax=st.integers(0, 1_000))
def test_orders_are_the_purchase_and_so_are_its_payments(shelves, wishes, fee, tax):
    booth_of = dict(enumerate(Booth.objects.order_by("pk").values_list("pk", flat=True)))
    with transaction.atomic():
        for kind, basis_points in (("fee", fee), ("tax", tax)):
            Rate.objects.create(
                kind=kind,
                name="Mẫu",
                source="Mẫu",
                basis_points=basis_points,
                valid_from=clock.today(),
            )
        drafts = []
        for n, (quantities, postage, percent, _method) in wishes.items():
            lines = [
                rules.LineDraft(**{**fields(line), "quantity": quantity})
                for line, quantity in zip(shelves[n], quantities, strict=False)
            ]
            subtotal = sum(line.subtotal_vnd for line in lines)
            drafts.append(
                rules.OrderDraft(
                    booth_id=booth_of[n],
                    lines=lines,
                    delivery=rules.Delivery("post", "Bưu điện", "manual", postage),
                    discount_vnd=subtotal * percent // 100,
                )
            )
        purchase = services.create_purchase(
            contact=CONTACT, address=ADDRESS, drafts=drafts, user=None
        )
        methods = {booth_of[n]: method for n, (*_terms, method) in wishes.items()}
        choices = {order.pk: methods[order.booth_id] for order in purchase.orders.all()}
        payments.prepare(purchase=purchase, choices=choices)

        totals = purchase.orders.aggregate(Sum("total_vnd"))["total_vnd__sum"]
        paid = Payment.objects.filter(purchase=purchase).aggregate(Sum("amount_vnd"))
        assert purchase.total_vnd == totals == paid["amount_vnd__sum"]
        assert len(choices) == len(wishes)
        for order in purchase.orders.all():
            check(order)
        ours = ("I2", "I7", "I12", "I22")
        assert not [line for line in invariants.violations() if line.startswith(ours)]
        transaction.set_rollback(True)


def check(order: Order) -> None:
    lines = list(OrderLine.objects.filter(order=order))
    assert order.subtotal_vnd == sum(line.price_vnd * line.quantity for line in lines)
    assert order.discount_vnd == sum(line.discount_vnd for line in lines)
    assert order.total_vnd == order.subtotal_vnd - order.discount_vnd + order.shipping_vnd
    assert order.fee_vnd == sum(line.fee_vnd for line in lines)
    assert order.tax_vnd == sum(line.tax_vnd for line in lines)
    parts = PaymentPart.objects.filter(order=order).aggregate(Sum("amount_vnd"))
    assert parts["amount_vnd__sum"] == order.total_vnd
    received = rules.you_receive(order)
    assert received.amount_vnd + received.fee_vnd + received.tax_vnd + received.postage_vnd == (
        order.total_vnd
    )


def fields(line: rules.LineDraft) -> dict:
    return {name: getattr(line, name) for name in line.__slots__}
