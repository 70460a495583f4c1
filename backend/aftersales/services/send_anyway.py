"""Send the goods after all, for money that came when the order was cancelled already."""

from django.db import transaction

from backend.accounts.models import User
from backend.orders import rules
from backend.orders import services as orders
from backend.orders.models import Order, Purchase
from backend.payments import services as payments
from backend.payments.models import RefundPromise


@transaction.atomic
def send_anyway(*, promise: RefundPromise, actor: User | None) -> Purchase:
    """A cancelled order never comes back to life: a new purchase with one paid order of the same
    lines at the same prices takes over the money.

    Raises Conflict: insufficient_stock, not_enough, wrong_state.
    """
    old = promise.order
    purchase = orders.create_purchase(
        contact=_contact(old.purchase),
        address=rules.Destination(old.purchase.commune_id, old.purchase.street),
        drafts=[_draft(old)],
        user=old.purchase.user,
        language=old.purchase.language,
        is_sample=old.is_sample,
    )
    payments.carry_over(promise=promise, order=purchase.orders.get(), actor=actor)
    return purchase


def _contact(purchase: Purchase) -> rules.Contact:
    return rules.Contact(purchase.contact_name, purchase.contact_phone, purchase.contact_email)


def _draft(old: Order) -> rules.OrderDraft:
    return rules.OrderDraft(
        booth_id=old.booth_id,
        lines=[
            rules.LineDraft(
                variant_id=line.variant_id,
                product_id=line.product_id_then,
                product_name=line.product_name,
                product_slug=line.product_slug,
                variant_name=line.variant_name,
                unit=line.unit,
                image_stem=line.image_stem,
                quantity=line.quantity,
                price_vnd=line.price_vnd,
                ship_weight_grams=line.ship_weight_grams,
            )
            for line in old.lines.all()
        ],
        delivery=rules.Delivery(
            code=old.delivery_code,
            label=old.delivery_label,
            carrier=rules.PICKUP if old.delivery_code == rules.PICKUP else "manual",
            fee_vnd=old.shipping_vnd,
            days=old.delivery_days,
        ),
        note=old.note,
        discount_vnd=old.discount_vnd,
    )
