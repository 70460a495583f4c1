"""Place a purchase: held against the latest quote, made once per key, whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.cart import selectors as carts
from backend.cart import services as cart_services
from backend.cart.models import Cart
from backend.cart.selectors import CartView
from backend.checkout import rules, selectors
from backend.checkout.models import Quote
from backend.checkout.selectors import BoothOffer
from backend.checkout.services.quote import commune_for
from backend.core import clock
from backend.core.errors import Conflict
from backend.core.idempotency import KeyReused, Outcome, fingerprint, run_once
from backend.orders import services as orders
from backend.orders.models import Purchase
from backend.orders.rules import Contact, Destination
from backend.payments import services as payments

CREATED = 201


def place(*, key: str, **wish: Any) -> Purchase:
    """As `answer`, for a page: sent again, changed or not, it leads to the purchase made first."""
    try:
        body = answer(key=key, **wish).body
    except KeyReused as reused:
        body = reused.record.body
    return Purchase.objects.get(code=body["code"])


def answer(
    *,
    cart: Cart | None,
    key: str,
    contact: Contact,
    address: Destination,
    deliveries: Mapping[str, str],
    payment: str | Mapping[str, str],
    notes: Mapping[str, str],
    user: User | None,
    language: str = "vi",
) -> Outcome:
    """Status and body of `POST checkout/`. Raises Conflict with `changes` when anything differs
    from the latest quote; then nothing is placed and the same key may be sent again."""

    def place_it() -> tuple[int, Any]:
        quote = _valid_quote(cart)
        chosen = rules.choices(
            quote.body["orders"], deliveries=deliveries, payment=payment, notes=notes
        )
        view = carts.view(quote.cart)
        offers = selectors.offers(view, commune_for(address.commune_code))
        _refuse_differences(quote, view, offers, chosen)

        purchase = orders.create_purchase(
            contact=contact,
            address=address,
            drafts=[offer.draft(chosen[offer.booth.slug]) for offer in offers],
            user=user,
            language=language,
            reserves=False,
        )
        payments.prepare(purchase=purchase, choices=_methods(purchase, offers, chosen))
        cart_services.close(cart=quote.cart, variant_ids=[line.variant_id for line in view.to_buy])
        body = selectors.placed(purchase)
        orders.reserve(purchase=purchase)
        return CREATED, body

    wish = [asdict(contact), asdict(address), deliveries, payment, notes]
    try:
        return run_once(
            scope=_scope(user, cart), key=key, fingerprint=fingerprint(wish), action=place_it
        )
    except Conflict as refused:
        raise _explained(refused, cart) from refused


def _scope(user: User | None, cart: Cart | None) -> str:
    if user is not None:
        return f"user:{user.pk}"
    return f"cart:{cart.pk if cart else 0}"


def _valid_quote(cart: Cart | None) -> Quote:
    quote = selectors.latest_quote(cart) if cart else None
    if cart is None or quote is None or quote.expires_at <= clock.now():
        raise Conflict(
            _("Giá đã xem quá 30 phút. Bạn xem lại giá rồi đặt tiếp."),
            code="quote_expired",
            changes=[],
        )
    quote.cart = cart
    return quote


def _refuse_differences(
    quote: Quote, view: CartView, offers: Sequence[BoothOffer], chosen: dict[str, rules.Choice]
) -> None:
    found = selectors.differences(quote.body["orders"], view, offers, chosen)
    if found:
        raise _refusal(found)


def _refusal(found: Sequence[rules.Difference]) -> Conflict:
    """With every difference, and for missing goods what is left of the first of them."""
    code = rules.refusal(found)
    extra: dict[str, Any] = {"changes": [difference.as_json() for difference in found]}
    if code == "insufficient_stock":
        short = next(each for each in found if each.kind in ("sold_out", "less_stock"))
        extra |= {"variant": short.variant, "available": short.new}
    return Conflict(rules.refusal_words(code), code=code, **extra)


def _explained(refused: Conflict, cart: Cart | None) -> Conflict:
    """Goods that went between the look and the grasp are told like those that were gone before."""
    if refused.code == "insufficient_stock" and "changes" not in refused.extra:
        changes = selectors.changes(carts.view(cart))
        refused.extra["changes"] = [change.as_json() for change in changes]
    return refused


def _methods(
    purchase: Purchase, offers: Sequence[BoothOffer], chosen: dict[str, rules.Choice]
) -> dict[int, str]:
    slug_of = {offer.booth.pk: offer.booth.slug for offer in offers}
    return {order.pk: chosen[slug_of[order.booth_id]].payment for order in purchase.orders.all()}
