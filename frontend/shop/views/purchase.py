"""A purchase made: pay it, follow it, say a word about it, find it again."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend.aftersales import services as aftersales
from backend.booths.models import Booth
from backend.catalogue.rules import picture, product_url
from backend.checkout import access, selectors, services
from backend.checkout.selectors import OrderView, PurchaseView
from backend.core.errors import Conflict, Invalid, NotFound
from backend.core.http import client_address, private_page
from backend.core.same_origin import same_origin
from backend.logistics import services as logistics
from backend.orders import rules
from backend.orders import services as orders
from backend.orders.models import Order, OrderLine, Purchase
from backend.payments import selectors as payments
from backend.payments import services as payment_services
from backend.regions import selectors as regions
from frontend.jinja import local
from frontend.shop.forms import CancelForm, FindPurchaseForm
from frontend.shop.journey import journey, tone
from frontend.shop.purchase_key import key_of, remember

ASKS_AN_HOUR = 30  # of one address, which a village may share; more are answered alike


@login_not_required
@private_page
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """`?k=` opens it once; from then on this browser keeps the key for this page alone."""
    if token := request.GET.get("k"):
        return _let_in(request, code, token)
    try:
        purchase = access.purchase_for(request.user, code, key_of(request))
    except NotFound:
        return _quiet(render(request, "shop/purchase_closed.html", {"code": code}, status=404))
    view = selectors.purchase_page(purchase)
    version = _version(request, view)
    if request.headers.get("If-None-Match") == version:
        return _quiet(HttpResponse(status=304, headers={"ETag": version}))
    response = render(request, "shop/purchase.html", {**_shown(view), "version": version})
    response["ETag"] = version
    return _quiet(response)


@login_not_required
@private_page
@require_safe
def qr(request: HttpRequest, code: str, order: str) -> HttpResponse:
    purchase = access.purchase_for(request.user, code, key_of(request))
    payment = payments.payment_view(payments.payment_of(access.order_of_purchase(purchase, order)))
    if payment.qr_payload is None:
        raise NotFound()
    return _quiet(HttpResponse(payments.qr_png(payment.qr_payload), content_type="image/png"))


@same_origin
@login_not_required
@private_page
@require_POST
def act(request: HttpRequest, code: str, order: str, action: str) -> HttpResponse:
    """What the buyer may say of one order; what cannot be any more is told, not failed.

    A page without referrer sends `Origin: null`, which Django's token check refuses by itself.
    """
    purchase = access.purchase_for(request.user, code, key_of(request))
    mine = access.order_of_purchase(purchase, order)
    if action not in ACTIONS:
        raise NotFound()
    try:
        flash.success(request, ACTIONS[action](request, mine))
    except (Conflict, Invalid) as refusal:
        flash.error(request, str(refusal.message))
    return redirect(f"{reverse('shop:purchase', args=[purchase.code])}#{mine.code}")


@login_not_required
@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Whatever is typed, the answer is the same: only the owner of the phone learns more."""
    form = FindPurchaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _may_ask(request):
            services.ask_for_link(**form.cleaned_data)
        return render(request, "shop/find_purchase.html", {"form": form, "is_asked": True})
    return render(
        request, "shop/find_purchase.html", {"form": form}, status=422 if form.errors else 200
    )


def _let_in(request: HttpRequest, code: str, token: str) -> HttpResponse:
    try:
        purchase = access.purchase_for(request.user, code, token)
    except NotFound:
        return _quiet(render(request, "shop/purchase_closed.html", {"code": code}, status=404))
    response = redirect("shop:purchase", purchase.code)
    remember(response, purchase)
    return _quiet(response)


def _quiet(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    return response


def _shown(view: PurchaseView) -> dict[str, Any]:
    cards = [_card(each) for each in view.orders]
    unpaid = [card["code"] for card in cards if card["payment"].qr_payload]
    return {
        "tab": "account",
        "purchase": view.purchase,
        "summary": view.summary,
        "cards": cards,
        "next_unpaid": unpaid[0] if unpaid else "",
        "is_waiting": bool(view.summary.unpaid),
        "cancel_form": CancelForm(),
        "destination": _place(view.purchase, view.purchase.street),
    }


def _card(view: OrderView) -> dict[str, Any]:
    order = view.order
    return {
        "code": order.code,
        "order": order,
        "booth": order.booth,
        "view": view,
        "payment": view.payment,
        "shipment": view.shipment,
        "lines": [_line(line) for line in view.lines],
        "words": view.words,
        "tone": tone(view),
        "journey": journey(view),
        "pickup_at": _pickup_at(order),
        "seller_place": _place(order.booth, order.booth.street),
    }


def _pickup_at(order: Order) -> str:
    booth = order.booth
    if order.carrier != rules.PICKUP:
        return ""
    place = _place(booth, booth.pickup_street or booth.street)
    return ". ".join(filter(None, (place, booth.pickup_hours, booth.pickup_note)))


def _line(line: OrderLine) -> dict[str, Any]:
    return {
        "name": line.product_name,
        "url": local(product_url(line.product_slug, line.product_id_then)),
        "variant": line.variant_name,
        "quantity": line.quantity,
        "price_vnd": line.price_vnd,
        "total_vnd": line.subtotal_vnd,
        "image": picture(line.image_stem, ""),
    }


def _place(owner: Booth | Purchase, street: str) -> str:
    commune = regions.commune_or_none(owner.commune_id) or owner.commune
    return f"{street}, {commune}, {commune.province}"


def _version(request: HttpRequest, view: PurchaseView) -> str:
    """Changes whenever the page would say something else; hidden tokens do not count."""
    said = [
        request.LANGUAGE_CODE,
        *(
            (
                each.order.state,
                each.order.waybill,
                each.payment.status,
                each.payment.method,
                each.payment.received_vnd,
                each.payment.claimed_at,
                each.payment.not_seen_at,
                [(owed.id, owed.settled) for owed in each.payment.owed_back],
                len(each.trail),
            )
            for each in view.orders
        ),
    ]
    return f'W/"{hashlib.blake2b(repr(said).encode(), digest_size=12).hexdigest()}"'


def _cancel(request: HttpRequest, order: Order) -> str:
    form = CancelForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    aftersales.cancel(order=order, by=rules.BUYER, reason=reason, actor=_actor(request))
    return _("Đã huỷ đơn %(code)s.") % {"code": order.code}


def _received(request: HttpRequest, order: Order) -> str:
    logistics.deliver(order=order, by=rules.BUYER, actor=_actor(request))
    return _("Cảm ơn bạn đã báo. Chúc bạn dùng ngon.")


def _complete(request: HttpRequest, order: Order) -> str:
    orders.complete(order=order, by=rules.BUYER, actor=_actor(request))
    return _("Đơn %(code)s đã hoàn tất. Cảm ơn bạn.") % {"code": order.code}


def _sent(request: HttpRequest, order: Order) -> str:
    payment_services.claim_sent(payment=payments.payment_of(order), actor=_actor(request))
    return _("Đã báo người bán xem tài khoản.")


def _cash(request: HttpRequest, order: Order) -> str:
    payment_services.switch_to_cash(order=order, actor=_actor(request))
    return _("Đã đổi: bạn trả tiền khi nhận hàng.")


ACTIONS: dict[str, Callable[[HttpRequest, Order], str]] = {
    "cancel": _cancel,
    "received": _received,
    "complete": _complete,
    "sent": _sent,
    "cash": _cash,
}


def _actor(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


def _may_ask(request: HttpRequest) -> bool:
    key = f"find-purchase:{client_address(request)}"
    cache.add(key, 0, 60 * 60)
    try:
        return cache.incr(key) <= ASKS_AN_HOUR
    except ValueError:  # the cache dropped the key meanwhile
        return True
