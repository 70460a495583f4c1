"""What happens by itself: unpaid orders end, silent sellers are answered for, old ones close."""

import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from backend.aftersales import rules
from backend.core import clock
from backend.core.errors import Conflict
from backend.orders import rules as order_rules
from backend.orders import selectors as order_selectors
from backend.orders import services as orders
from backend.orders.models import Order
from backend.orders.services import tell
from backend.payments import selectors as payment_selectors
from backend.payments import services as payments

UNPAID, NEW = order_selectors.TABS["unpaid"], order_selectors.TABS["new"]

log = logging.getLogger(__name__)


def expire_unpaid() -> int:
    """Cancel what was not paid by the end of its hold and the grace; return how many."""
    return _each(Order.objects.filter(UNPAID, hold_until__lte=clock.now() - rules.GRACE), _expire)


def refuse_unconfirmed() -> int:
    """Cancel what the seller has not answered within 48 hours; return how many."""
    return _each(Order.objects.filter(NEW, confirm_by__lte=clock.now()), _refuse)


def complete_delivered() -> int:
    """Seven days after its delivery an order is complete; return how many."""
    before = clock.now() - order_rules.COMPLETE_AFTER
    delivered = Order.objects.filter(state=order_rules.DELIVERED, delivered_at__lte=before)
    return _each(delivered, lambda order: orders.complete(order=order, by=order_rules.SYSTEM))


def remind_unpaid() -> int:
    """Tell the buyer, once, how long the goods are still kept; return how many orders it is."""
    now = clock.now()
    on_hold = Order.objects.filter(
        UNPAID, hold_until__gt=now, hold_until__lte=now + rules.LONGEST_HOLD
    ).select_related("booth", "purchase__user")
    ending = [
        order
        for order in on_hold
        if order.hold_until and rules.is_ending(order.placed_at, order.hold_until, now)
    ]
    for order in ending:
        _remind(order)
    return len(ending)


def _each(found: QuerySet[Order], act: Callable[[Order], object]) -> int:
    """Every order in its own transaction. One that has just moved on is left alone."""
    done = 0
    for order in found.order_by("pk"):
        try:
            with transaction.atomic():
                done += act(order) is not None
        except Conflict:
            log.info("order %s moved on before its deadline was acted on", order.code)
    return done


def _expire(order: Order) -> Order | None:
    orders.lock(order)
    if not order_rules.awaits_money(order):
        return None
    orders.cancel(order=order, by=order_rules.SYSTEM, reason=_("Hết hạn thanh toán"))
    payments.void_or_refund_due(order=order, reason=order.cancel_reason, expired=True)
    return order


def _refuse(order: Order) -> Order | None:
    orders.lock(order)
    if not order_rules.is_ready_to_confirm(order):
        return None
    reason = _("Người bán chưa nhận đơn trong 48 giờ")
    orders.cancel(order=order, by=order_rules.SYSTEM, reason=reason)
    payments.void_or_refund_due(order=order, reason=order.cancel_reason)
    return order


def _remind(order: Order) -> None:
    payment = payment_selectors.payment_view(payment_selectors.payment_of(order))
    tell.buyer(
        "hold_ending",
        order.purchase,
        {
            "code": order.code,
            "booth": order.booth.name,
            "amount_vnd": payment.to_pay_vnd,
            "until": order.hold_until,
        },
        order=order,
        dedupe=order.code,
    )
