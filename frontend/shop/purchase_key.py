"""How does a guest's browser keep the key to one purchase? A cookie for that page alone."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import override

from backend.orders.models import Purchase

KEPT_SECONDS = 90 * 24 * 60 * 60


def remember(response: HttpResponseBase, purchase: Purchase) -> None:
    """In both languages, whose pages have different paths."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            path = reverse("shop:purchase", args=[purchase.code])
        response.set_cookie(
            _cookie(language),
            purchase.access_token,
            max_age=KEPT_SECONDS,
            path=path,
            secure=settings.IS_HTTPS,
            httponly=True,
            samesite="Lax",
        )


def key_of(request: HttpRequest) -> str:
    return request.COOKIES.get(_cookie(request.LANGUAGE_CODE), "")


def _cookie(language: str) -> str:
    return f"don-mua-{language}"
