"""The one page of the checkout: who, where, how it is sent and paid, and "Đặt hàng"."""

from typing import Any

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.accounts import selectors as accounts
from backend.accounts import services as account_services
from backend.cart import access as carts
from backend.cart import selectors as cart_lines
from backend.cart.models import Cart
from backend.checkout import selectors, services
from backend.checkout.models import Quote
from backend.core import codes
from backend.core.errors import BusyTwin, Conflict, DomainError, Invalid
from backend.core.http import private_page
from backend.core.same_origin import same_origin
from backend.orders.models import Purchase
from backend.regions import selectors as regions
from backend.regions.models import Commune
from frontend.requests import PageRequest
from frontend.shop import bill
from frontend.shop.forms import NEW_ADDRESS, BoothForm, CheckoutForm
from frontend.shop.purchase_key import remember

KEPT_TYPED = "checkout_typed"  # what was typed when the session had ended, until it is back


@same_origin
@login_not_required
@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: PageRequest) -> HttpResponse:
    """POST `action`: province and quote (nothing is bought, nothing typed is lost), else place."""
    cart = carts.cart_of(request, request.user)
    if request.method != "POST":
        return _first_look(request, cart)
    if request.POST.get("member") and not request.user.is_authenticated:
        return _sign_in_again(request)
    if request.POST.get("action") in ("province", "quote"):
        return _look_again(request, cart)
    return _place(request, cart)


def _first_look(request: PageRequest, cart: Cart | None) -> HttpResponse:
    typed = request.session.pop(KEPT_TYPED, None) or {}
    if not cart_lines.view(cart).to_buy:
        return redirect("shop:cart")
    form = CheckoutForm(initial={**_known(request, cart), **typed}, user=request.user)
    quote = _quoted(cart, form.place) if form.place else None
    return _page(request, cart, form, quote, typed or None)


def _known(request: PageRequest, cart: Cart | None) -> dict[str, Any]:
    """What need not be typed again, and the key under which this page will place."""
    known: dict[str, Any] = {"key": codes.token()}
    before = selectors.latest_quote(cart) if cart else None
    commune = regions.commune_or_none(before.commune_id) if before else None
    if commune:
        known |= {"province": commune.province_id, "commune": commune.code}
    user = request.user
    if user.is_authenticated:
        own = accounts.addresses_of(user).first()
        known |= {"name": user.name, "phone": user.phone or "", "email": user.email or ""}
        known |= {"saved": str(own.pk) if own else NEW_ADDRESS}
    return known


def _look_again(request: PageRequest, cart: Cart | None) -> HttpResponse:
    """The same page with what is typed, and with fees once the place is known."""
    if not cart_lines.view(cart).to_buy:
        return _to_cart(request)
    form = CheckoutForm(initial=request.POST.dict(), user=request.user)
    if request.POST.get("action") == "province" or form.place is None:
        return _page(request, cart, form, None, request.POST)
    quote = _quoted(cart, form.place)
    changes = [str(change["text"]) for change in quote.body["changes"]]
    return _page(request, cart, form, quote, request.POST, changes=changes)


def _place(request: PageRequest, cart: Cart | None) -> HttpResponse:
    form = CheckoutForm(request.POST, user=request.user)
    latest = selectors.latest_quote(cart) if cart else None
    orders = latest.body["orders"] if latest else []
    slugs = [order["booth"]["slug"] for order in orders]
    notes = {slug: BoothForm.of(slug, request.POST) for slug in slugs}
    if not all([form.is_valid(), *(note.is_valid() for note in notes.values())]):
        return _wrong(request, cart, form)
    if not request.POST.get("quoted"):
        return _show_fees_first(request, cart, form)
    wish = bill.quoted(orders, request.POST)
    try:
        purchase = services.place(
            cart=cart,
            key=form.cleaned_data["key"],
            contact=form.contact,
            address=form.destination,
            deliveries=wish.deliveries,
            payment=wish.methods,
            notes={slug: note.cleaned_data["note"] for slug, note in notes.items()},
            user=carts.member(request.user),
            language=get_language() or "vi",
        )
    except BusyTwin as busy:
        return _page(request, cart, form, latest, request.POST, told=str(busy.message), status=409)
    except (Conflict, Invalid) as refusal:
        return _show_difference(request, cart, form, refusal)
    if form.cleaned_data["keep_address"]:
        _keep_address(request, form)
    return _placed(purchase)


def _show_fees_first(request: PageRequest, cart: Cart | None, form: CheckoutForm) -> HttpResponse:
    """Nothing is bought before its whole price was on the page."""
    if not cart_lines.view(cart).to_buy:
        return _to_cart(request)
    told = _("Đây là phí gửi và tổng tiền. Bạn xem lại rồi đặt hàng.")
    return _page(request, cart, form, _quoted(cart, form.place), request.POST, told=told)


def _placed(purchase: Purchase) -> HttpResponse:
    response = redirect("shop:purchase", purchase.code)
    if purchase.user_id is None:
        remember(response, purchase)
    return response


def _wrong(request: PageRequest, cart: Cart | None, form: CheckoutForm) -> HttpResponse:
    if not cart_lines.view(cart).to_buy:
        return _to_cart(request)
    quote = _quoted(cart, form.place) if form.place else None
    return _page(request, cart, form, quote, request.POST, status=422)


def _show_difference(
    request: PageRequest, cart: Cart | None, form: CheckoutForm, refusal: DomainError
) -> HttpResponse:
    """Never a dead end: what is different, the new sums, and one button to go on with them."""
    changes = [str(change["text"]) for change in refusal.extra.get("changes", [])]
    try:
        quote = _quoted(cart, form.place)
    except Conflict as gone:
        changes = changes or [str(change["text"]) for change in gone.extra.get("changes", [])]
        for text in changes or [str(gone.message)]:
            flash.warning(request, text)
        return redirect("shop:cart")
    return _page(
        request,
        cart,
        form,
        quote,
        request.POST,
        told=str(refusal.message),
        changes=changes,
        status=409,
    )


def _page(
    request: PageRequest,
    cart: Cart | None,
    form: CheckoutForm,
    quote: Quote | None,
    typed: Any,
    *,
    told: str = "",
    changes: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    if quote:
        sums = bill.quoted(quote.body["orders"], typed)
    else:
        sums = bill.unquoted(cart_lines.view(cart), typed)
    if form.is_bound:
        for booth in sums.booths:
            booth.form.is_valid()
    context = {
        "tab": "cart",
        "form": form,
        "addresses": _addresses(request),
        "bill": sums,
        "told": told,
        "changes": changes or [],
        "forms": [form, *(booth.form for booth in sums.booths)] if form.is_bound else [],
    }
    part = bool(request.htmx) and status == 200
    template = "shop/_checkout_bill.html" if part else "shop/checkout.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _addresses(request: PageRequest) -> list[Any]:
    user = request.user
    return list(accounts.addresses_of(user)) if user.is_authenticated else []


def _quoted(cart: Cart | None, commune: Commune | None) -> Quote:
    code = commune.code if commune else ""
    return services.quote(cart=cart, commune_code=code, street="")


def _to_cart(request: PageRequest) -> HttpResponse:
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": reverse("shop:cart")})
    return redirect("shop:cart")


def _sign_in_again(request: PageRequest) -> HttpResponse:
    dropped = ("csrfmiddlewaretoken", "action", "member")
    request.session[KEPT_TYPED] = {
        name: value for name, value in request.POST.items() if name not in dropped
    }
    flash.info(request, _("Bạn vừa bị đăng xuất. Đăng nhập lại, những gì đã gõ vẫn còn."))
    target = f"{reverse('account_login')}?next={reverse('shop:checkout')}"
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": target})
    return redirect(target)


def _keep_address(request: PageRequest, form: CheckoutForm) -> None:
    """The purchase stands; a full address book is no reason to say anything."""
    if form.address or not request.user.is_authenticated:
        return
    typed = form.cleaned_data
    facts = {name: typed[name] for name in ("name", "phone", "commune", "street")}
    try:
        account_services.save_address(user=request.user, **facts)
    except Invalid:
        return
