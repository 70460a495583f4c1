"""What must hold of money at every commit."""

from collections.abc import Iterable

from django.db.models import (
    BigIntegerField,
    Case,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from backend.core.invariants import register
from backend.orders.models import Order, Purchase
from backend.payments import rules
from backend.payments.models import BankTransfer, Payment, PaymentPart, RefundPromise


def _sum(rows: QuerySet, link: str, column: str = "amount_vnd") -> Coalesce:
    """The sum of `column` over the rows that point at the outer one through `link`, else 0."""
    grouped = rows.order_by().filter(**{link: OuterRef("pk")}).values(link)
    total = grouped.annotate(total=Sum(column)).values("total")
    return Coalesce(Subquery(total, output_field=BigIntegerField()), Value(0))


@register("a purchase is the sum of its payments", promise="I2")
def purchases_add_up() -> Iterable[str]:
    wrong = Purchase.objects.annotate(paid=_sum(Payment.objects.all(), "purchase")).exclude(
        total_vnd=F("paid")
    )
    for purchase in wrong:
        yield f"{purchase.code}: total {purchase.total_vnd}, its payments ask {purchase.paid}"


@register("a payment is the sum of its parts", promise="I2")
def payments_add_up() -> Iterable[str]:
    wrong = Payment.objects.annotate(parted=_sum(PaymentPart.objects.all(), "payment")).exclude(
        amount_vnd=F("parted")
    )
    return (f"payment {p.pk}: {p.amount_vnd} in parts of {p.parted}" for p in wrong)


@register("an order is asked for its total once", promise="I9")
def orders_are_asked_once() -> Iterable[str]:
    wrong = Order.objects.annotate(asked=_sum(PaymentPart.objects.all(), "order")).exclude(
        total_vnd=F("asked")
    )
    return (f"{order.code}: total {order.total_vnd}, asked {order.asked}" for order in wrong)


@register("an order says what its payment says", promise="I9")
def orders_know_their_payment() -> Iterable[str]:
    wrong = PaymentPart.objects.exclude(
        order__payment_status=F("payment__status"), order__payment_method=F("payment__method")
    ).select_related("order", "payment")
    for part in wrong:
        said = f"{part.order.payment_method} {part.order.payment_status}"
        yield f"{part.order.code}: {said}, its payment {part.payment.method} {part.payment.status}"


@register("a payment has received what arrived for it", promise="I10")
def received_is_what_arrived() -> Iterable[str]:
    """What the bank told and what was carried over; the whole, if seen by hand or paid in cash."""
    told = _sum(BankTransfer.objects.all(), "payment")
    carried = Coalesce(F("carried_from__amount_vnd"), Value(0))
    seen = Q(confirmed_by_hand=True) | Q(method=rules.COD, status=rules.PAID)
    expected = Case(
        When(seen, then=Greatest(F("arrived"), F("amount_vnd"))),
        default=F("arrived"),
        output_field=BigIntegerField(),
    )
    wrong = (
        Payment.objects.annotate(arrived=told + carried)
        .annotate(expected=expected)
        .exclude(received_vnd=F("expected"))
    )
    return (f"payment {p.pk}: received {p.received_vnd}, arrived {p.expected}" for p in wrong)


@register("the status of a payment is what was received", promise="I11")
def status_fits_the_sum() -> Iterable[str]:
    fits = (
        Q(status=rules.PENDING, received_vnd=0)
        | Q(status=rules.SHORT, received_vnd__gt=0, received_vnd__lt=F("amount_vnd"))
        | Q(status=rules.PAID, received_vnd__gte=F("amount_vnd"))
        | Q(status__in=[rules.VOID, rules.EXPIRED], received_vnd=0)
        | Q(status__in=[rules.REFUND_DUE, rules.REFUNDED], received_vnd__gt=0)
    )
    for payment in Payment.objects.exclude(fits):
        yield f"payment {payment.pk}: {payment.status} with {payment.received_vnd}"


@register("what is owed to buyers is promised, no đồng more", promise="I3")
def what_is_owed_is_promised() -> Iterable[str]:
    """All of a cancelled order's money, the excess of one that goes on."""
    owed = Case(
        When(status__in=[rules.REFUND_DUE, rules.REFUNDED], then=F("received_vnd")),
        When(status=rules.PAID, then=Greatest(F("received_vnd") - F("amount_vnd"), Value(0))),
        default=Value(0),
        output_field=BigIntegerField(),
    )
    wrong = Payment.objects.annotate(
        owed=owed, promised=_sum(RefundPromise.objects.all(), "payment")
    ).exclude(promised=F("owed"))
    return (f"payment {p.pk}: owes {p.owed}, promised {p.promised}" for p in wrong)


@register("a refund is due while a promise is open", promise="I3")
def refunds_are_due_while_open() -> Iterable[str]:
    is_open = RefundPromise.objects.filter(settled="")
    settled = Payment.objects.filter(status=rules.REFUND_DUE).exclude(
        pk__in=is_open.values("payment")
    )
    for payment in settled:
        yield f"payment {payment.pk}: refund_due, yet every promise is settled"
    for promise in is_open.exclude(payment__status__in=[rules.REFUND_DUE, rules.PAID]):
        yield f"refund {promise.pk}: open, yet its payment is not due"


@register("a cancelled order keeps no money silently", promise="I3")
def cancelled_orders_keep_nothing() -> Iterable[str]:
    ended = [rules.VOID, rules.EXPIRED, rules.REFUND_DUE, rules.REFUNDED]
    cancelled = PaymentPart.objects.filter(order__state=Order.State.CANCELLED)
    for part in cancelled.exclude(payment__status__in=ended).select_related("order", "payment"):
        yield f"{part.order.code}: cancelled, its payment is {part.payment.status}"
    alive = PaymentPart.objects.exclude(order__state=Order.State.CANCELLED)
    for part in alive.filter(payment__status__in=ended).select_related("order", "payment"):
        yield f"{part.order.code}: goes on, its payment is {part.payment.status}"


@register("a transfer counts only for the booth and account it reached", promise="I11")
def transfers_count_where_they_came() -> Iterable[str]:
    """Money a seller assigned by hand may have come to another account of the booth."""
    counted = BankTransfer.objects.filter(payment__isnull=False)
    for transfer in counted.exclude(booth=F("payment__booth")):
        yield f"transfer {transfer.pk}: counted for another booth"
    by_itself = counted.filter(settled_how="").exclude(payment__account_number="")
    for transfer in by_itself.exclude(account_number=F("payment__account_number")):
        yield f"transfer {transfer.pk}: counted for another account"


@register("no payment without its order", promise="I22")
def payments_have_orders() -> Iterable[str]:
    return (f"payment {p.pk} has no part" for p in Payment.objects.filter(parts=None))
