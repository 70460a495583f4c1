"""End an order: its goods are free again, its money is void or has to go back."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from backend.accounts.models import User
from backend.core.errors import Invalid
from backend.orders import rules
from backend.orders import services as orders
from backend.orders.models import Order
from backend.payments import services as payments


@transaction.atomic
def cancel(*, order: Order, by: str, reason: str = "", actor: User | None = None) -> Order:
    """Raises Conflict(wrong_state), Invalid(reason) for a seller without one.

    An order that is cancelled already stays as it is.
    """
    orders.cancel(order=order, by=by, reason=_reason(by, reason), actor=actor)
    payments.void_or_refund_due(order=order, reason=order.cancel_reason)
    return order


def _reason(by: str, reason: str) -> str:
    if reason.strip():
        return reason
    if by == rules.BUYER:
        with override("vi"):  # stored, and read by the booth
            return _("Người mua đổi ý")
    raise Invalid(_("Cho khách biết vì sao huỷ đơn."), code="required", field="reason")
