"""Write a purchase: one order per booth, rates frozen on the lines, goods set aside."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from backend.accounts.models import User
from backend.catalogue import services as catalogue
from backend.core import clock, codes, queue
from backend.fees import rules as fees
from backend.fees.models import Rate
from backend.fees.selectors import rate_on
from backend.orders import rules
from backend.orders.models import Order, OrderLine, Purchase, TrailEntry

PLACE = "place"
PICKUP_CODE_DIGITS = 6


@transaction.atomic
def create_purchase(
    *,
    contact: rules.Contact,
    address: rules.Destination,
    drafts: Sequence[rules.OrderDraft],
    user: User | None,
    language: str = "vi",
    placed_at: datetime | None = None,
    is_sample: bool = False,
    reserves: bool = True,
) -> Purchase:
    """Raises Conflict(insufficient_stock); then the caller's transaction must be given up.

    Who pays how is written next, by payments.prepare. A caller who has more to write in the same
    transaction passes `reserves=False` and calls `reserve` last of all.
    """
    now = placed_at or clock.now()
    purchase = Purchase.objects.create(
        code=_new_codes(codes.purchase_code, Purchase, now, 1)[0],
        user=user,
        contact_name=contact.name,
        contact_phone=contact.phone,
        contact_email=contact.email,
        commune_id=address.commune_code,
        street=address.street,
        language=language,
        total_vnd=rules.total(drafts),
        placed_at=now,
        is_sample=is_sample,
    )
    rates = _RatesOfADay(now)
    lines = [[rates.line(line, off) for line, off in _discounted(draft)] for draft in drafts]
    order_codes = _new_codes(codes.order_code, Order, now, len(drafts))
    orders = Order.objects.bulk_create(
        _order(purchase, draft, code, of_order, now)
        for draft, code, of_order in zip(drafts, order_codes, lines, strict=True)
    )
    for order, of_order in zip(orders, lines, strict=True):
        for line in of_order:
            line.order = order
    OrderLine.objects.bulk_create(line for of_order in lines for line in of_order)
    TrailEntry.objects.bulk_create(
        TrailEntry(
            order=order,
            event=PLACE,
            to_state=rules.PENDING,
            actor=rules.BUYER,
            actor_id_then=user.pk if user else None,
            at=now,
        )
        for order in orders
    )
    queue.enqueue("orders.announce", key=f"orders.announce {purchase.pk}", purchase_id=purchase.pk)
    if reserves:
        reserve(purchase=purchase)
    return purchase


def reserve(*, purchase: Purchase) -> None:
    """Set the goods aside. Others who want the same wait from here to the end of the transaction,
    so this comes last. Raises Conflict(insufficient_stock)."""
    lines = OrderLine.objects.filter(order__purchase=purchase)
    catalogue.reserve(wants=lines.values_list("variant_id", "quantity", "pk"))


def _discounted(draft: rules.OrderDraft) -> list[tuple[rules.LineDraft, int]]:
    return list(zip(draft.lines, draft.line_discounts(), strict=True))


class _RatesOfADay:
    """What the market and the tax office take from a line on this day."""

    def __init__(self, now: datetime) -> None:
        day = timezone.localdate(now)
        self.fee = rate_on(Rate.Kind.FEE, day)
        self.tax = rate_on(Rate.Kind.TAX, day)

    def line(self, draft: rules.LineDraft, discount_vnd: int) -> OrderLine:
        earned_vnd = draft.subtotal_vnd - discount_vnd
        return OrderLine(
            variant_id=draft.variant_id,
            product_id_then=draft.product_id,
            product_name=draft.product_name,
            product_slug=draft.product_slug,
            variant_name=draft.variant_name,
            unit=draft.unit,
            image_stem=draft.image_stem,
            quantity=draft.quantity,
            price_vnd=draft.price_vnd,
            subtotal_vnd=draft.subtotal_vnd,
            discount_vnd=discount_vnd,
            fee_rule=self.fee.name,
            fee_vnd=fees.fee(earned_vnd, self.fee.basis_points),
            tax_rule=self.tax.name,
            tax_vnd=fees.fee(earned_vnd, self.tax.basis_points),
            ship_weight_grams=draft.ship_weight_grams,
        )


def _order(
    purchase: Purchase,
    draft: rules.OrderDraft,
    code: str,
    lines: Sequence[OrderLine],
    now: datetime,
) -> Order:
    delivery = draft.delivery
    return Order(
        code=code,
        purchase=purchase,
        booth_id=draft.booth_id,
        subtotal_vnd=draft.subtotal_vnd,
        discount_vnd=draft.discount_vnd,
        shipping_vnd=delivery.fee_vnd,
        total_vnd=draft.total_vnd,
        fee_vnd=sum(line.fee_vnd for line in lines),
        tax_vnd=sum(line.tax_vnd for line in lines),
        delivery_code=delivery.code,
        delivery_label=delivery.label,
        delivery_days=delivery.days,
        carrier=delivery.carrier,
        pickup_code=_pickup_code() if delivery.carrier == rules.PICKUP else "",
        weight_grams=draft.weight_grams,
        note=draft.note,
        placed_at=now,
        is_sample=purchase.is_sample,
    )


def _pickup_code() -> str:
    return f"{secrets.randbelow(10**PICKUP_CODE_DIGITS):0{PICKUP_CODE_DIGITS}}"


def _new_codes(
    make: Callable[[datetime], str],
    model: type[Order] | type[Purchase],
    now: datetime,
    count: int,
) -> list[str]:
    """Codes nobody has. With 27⁶ of them a month, chance does repeat one in a busy month."""
    while True:
        made = {make(now) for _ in range(count)}
        if len(made) == count and not model.objects.filter(code__in=made).exists():
            return list(made)
