"""What must hold of placements at every commit."""

from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.fields.json import KT

from backend.core.invariants import register
from backend.core.models import IdempotencyRecord
from backend.orders.models import Order, Purchase
from backend.payments.models import PaymentPart

_PLACEMENTS = Q(scope__startswith="user:") | Q(scope__startswith="cart:")


@register("every answer kept under a key has its one purchase", promise="I8")
def kept_answers_are_true() -> Iterable[str]:
    kept = IdempotencyRecord.objects.filter(_PLACEMENTS).annotate(code=KT("body__code"))
    purchases = Purchase.objects.filter(code=OuterRef("code"))
    for pk, code in kept.filter(~Exists(purchases)).values_list("pk", "code"):
        yield f"record {pk} tells of {code}, which is not there"
    twice = kept.order_by().values("code").annotate(n=Count("pk")).filter(n__gt=1)
    for code in twice.values_list("code", flat=True):
        yield f"{code} was answered under several keys"


@register("no order without its part of a payment", promise="I22")
def orders_are_to_be_paid() -> Iterable[str]:
    parts = PaymentPart.objects.filter(order=OuterRef("pk"))
    return Order.objects.filter(~Exists(parts)).values_list("code", flat=True)
