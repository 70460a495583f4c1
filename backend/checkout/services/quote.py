"""Tell a shopper what the ticked goods cost at her door, and remember what was told."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.cart import selectors as carts
from backend.cart import services as cart_services
from backend.cart.models import Cart
from backend.checkout import rules, selectors
from backend.checkout.models import Quote
from backend.core import clock
from backend.core.errors import Conflict, Invalid
from backend.orders import rules as order_rules
from backend.regions import selectors as regions
from backend.regions.models import Commune


@transaction.atomic
def quote(
    *, cart: Cart | None, commune_code: str, street: str, province_code: str | None = None
) -> Quote:
    """`body` of the stored quote is the API's answer; it holds for 30 minutes.

    What changed in the cart is told in it and counts as seen from then on. Raises
    Invalid(address.commune), Conflict(cart_empty) with `changes` when nothing can be bought.
    """
    commune = commune_for(commune_code, province_code)
    view = carts.view(cart)
    changes = [change.as_json() for change in selectors.changes(view)]
    if cart is None or not view.to_buy:
        raise Conflict(_("Trong giỏ chưa có món nào mua được."), code="cart_empty", changes=changes)
    offers = selectors.offers(view, commune)
    expires_at = clock.now() + rules.VALID_FOR
    body = {
        "total_vnd": order_rules.total([offer.usual() for offer in offers]),
        "orders": [offer.as_json() for offer in offers],
        "changes": changes,
        "expires_at": timezone.localtime(expires_at).isoformat(timespec="seconds"),
    }
    if changes:
        cart_services.forget_changes(cart=cart)
    return Quote.objects.create(
        cart=cart,
        commune=commune,
        street=street,
        body=body,
        created_at=clock.now(),
        expires_at=expires_at,
    )


def commune_for(code: str, province_code: str | None = None) -> Commune:
    """Raises Invalid(address.commune) for an unknown code, or one of another province."""
    commune = regions.commune_or_none(code, province_code)
    if commune is None:
        raise Invalid(
            _("Chọn xã, phường trong danh sách của tỉnh."),
            code="unknown_commune",
            field="address.commune",
        )
    return commune
