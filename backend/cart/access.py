"""Whose cart is it? The token a guest carries: made by us, signed, in a header or a cookie."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from backend.accounts.models import User
from backend.cart import services
from backend.cart.models import Cart
from backend.core import codes

COOKIE = "cart"
HEADER = "X-Cart-Token"
KEPT_SECONDS = 60 * 24 * 60 * 60

_signer = signing.Signer(salt="cart")


def cart_of(request: HttpRequest, user: Any, *, create: bool = False) -> Cart | None:
    """The caller's open cart. `user` is `request.user`, read by the caller, who knows the cost."""
    return services.open(user=member(user), token=token_of(request), create=create)


def member(user: Any) -> User | None:
    return user if user.is_authenticated else None


def token_of(request: HttpRequest) -> str:
    """The unsigned token of the request, "" without one or with one that we never gave out.

    The header goes before the cookie.
    """
    signed = request.headers.get(HEADER) or request.COOKIES.get(COOKIE, "")
    try:
        return _signer.unsign(signed)
    except signing.BadSignature:
        return ""


def signed_token(cart: Cart | None, request: HttpRequest) -> str:
    """What the caller may send back. Without a cart yet, the key that the first one will have."""
    return _signer.sign(cart.token if cart else token_of(request) or codes.token())


def remember(response: HttpResponseBase, cart: Cart) -> None:
    """Keep a guest's cart in the browser, from the first add on."""
    if cart.user_id is not None:
        return
    response.set_cookie(
        COOKIE,
        _signer.sign(cart.token),
        max_age=KEPT_SECONDS,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponseBase) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")
