"""The cart: put goods in, change them, look again before paying."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from backend.cart import access as carts
from backend.cart import selectors, services
from backend.cart.models import Cart
from backend.catalogue import selectors as catalogue
from backend.core.errors import DomainError, NotFound
from backend.core.http import private_page
from backend.core.same_origin import same_origin
from frontend.requests import PageRequest
from frontend.shop.basket import basket, destination_of
from frontend.shop.forms import LineForm, NewLineForm

CHANGED = "cart-changed"  # the header listens and asks for its count again


@dataclass(frozen=True)
class Removed:
    """A line just taken out, offered back."""

    name: str
    variant_id: int
    quantity: int


@login_not_required
@private_page
@require_safe
def show(request: PageRequest) -> HttpResponse:
    cart = carts.cart_of(request, request.user)
    removed = _removed(request.GET.get("da-bo", ""))
    return render(request, "shop/cart.html", {"tab": "cart", **_shown(request, cart, removed)})


@same_origin
@login_not_required
@private_page
@require_POST
def add(request: PageRequest) -> HttpResponse:
    """From any page of ours, guests' too; the first add gives the guest a cart to carry.

    With `next=checkout` the way goes on to paying.
    """
    form = NewLineForm(request.POST)
    if not form.is_valid():
        return _refused(request, _first_error(form), 422)
    cart = carts.cart_of(request, request.user, create=True)
    assert cart is not None
    wish = form.cleaned_data
    try:
        services.add_line(cart=cart, variant_id=wish["variant"], quantity=wish["quantity"])
    except DomainError as refusal:
        return _refused(request, str(refusal.message), refusal.status)
    response = _added(request, cart, wish)
    carts.remember(response, cart)
    return response


@login_not_required
@private_page
@require_POST
def change(request: PageRequest, line: int) -> HttpResponse:
    """One line: how many, ticked or not; out of the cart; kept for later and back."""
    cart = carts.cart_of(request, request.user)
    if cart is None:
        raise NotFound()
    action = request.POST.get("action", "quantity")
    if action == "remove":
        gone = services.remove_line(cart=cart, line_id=line)
        return _back(request, cart, gone=f"{gone.variant_id}-{gone.quantity}")
    if action in ("save", "unsave"):
        services.save_for_later(cart=cart, line_id=line, is_saved=action == "save")
        return _back(request, cart)
    form = LineForm(request.POST)
    told = "" if form.is_valid() else _first_error(form)
    try:
        services.edit_line(
            cart=cart,
            line_id=line,
            is_selected="selected" in request.POST,
            quantity=form.cleaned_data.get("quantity"),
        )
    except DomainError as refusal:
        if refusal.status == NotFound.status:
            raise
        told = str(refusal.message)
    return _back(request, cart, told=told)


@login_not_required
@private_page
@require_POST
def seen(request: PageRequest) -> HttpResponse:
    """The shopper has read what changed."""
    cart = carts.cart_of(request, request.user)
    if cart:
        services.forget_changes(cart=cart)
    return _back(request, cart)


def _shown(
    request: PageRequest, cart: Cart | None, removed: Removed | None, told: str = ""
) -> dict[str, Any]:
    view = selectors.view(cart)
    destination = destination_of(cart, request.user) if view.to_buy else None
    return {"basket": basket(view, destination), "removed": removed, "told": told}


def _back(request: PageRequest, cart: Cart | None, gone: str = "", told: str = "") -> HttpResponse:
    """The cart anew: its inside to htmx, else the whole page by a redirect."""
    if not request.htmx:
        if told:
            flash.error(request, told)
        return redirect(reverse("shop:cart") + (f"?da-bo={gone}" if gone else ""))
    inside = render(request, "shop/_cart.html", _shown(request, cart, _removed(gone), told))
    return _told_header(inside)


def _added(request: PageRequest, cart: Cart | None, wish: Mapping[str, Any]) -> HttpResponse:
    if wish["next"] == "checkout":
        target = reverse("shop:checkout")
        return HttpResponse(headers={"HX-Redirect": target}) if request.htmx else redirect(target)
    if not request.htmx:
        return redirect("shop:cart")
    if request.htmx.target == "gio-hang":
        return _told_header(render(request, "shop/_cart.html", _shown(request, cart, None)))
    goods = catalogue.sellable([wish["variant"]])[wish["variant"]]
    context = {"name": goods.product_name, "count": selectors.count(cart)}
    return _told_header(render(request, "shop/_added.html", context))


def _refused(request: PageRequest, words: str, status: int) -> HttpResponse:
    if request.htmx:
        return _told_header(
            render(request, "shop/_not_added.html", {"words": words}, status=status)
        )
    flash.error(request, words)
    return redirect("shop:cart")


def _told_header(response: HttpResponse) -> HttpResponse:
    response["HX-Trigger"] = CHANGED
    patch_vary_headers(response, ["HX-Request"])
    return response


def _first_error(form: Form) -> str:
    return str(next(iter(form.errors.values()))[0])


def _removed(typed: str) -> Removed | None:
    """Reads the address's "variant-quantity"; anything else offers nothing."""
    variant, _dash, quantity = typed.partition("-")
    form = NewLineForm({"variant": variant, "quantity": quantity})
    if not form.is_valid():
        return None
    goods = catalogue.sellable([form.cleaned_data["variant"]])
    if not goods:
        return None
    [each] = goods.values()
    return Removed(each.product_name, each.variant_id, form.cleaned_data["quantity"])
