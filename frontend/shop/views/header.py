"""The part of the header that differs by visitor: the name, the doors, the cart's count."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backend.accounts.access import is_operator, provinces_of
from backend.booths.access import booths_of
from backend.cart import access as carts
from backend.cart import selectors as cart_lines
from backend.core.http import private_page
from frontend.jinja import local

Link = dict[str, str]


@login_not_required
@private_page
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """A guest's cart goes into the member's at the first look after signing in."""
    user = request.user
    private = {
        "name": str(user) if user.is_authenticated else "",
        "cart_count": cart_lines.count(carts.cart_of(request, user)),
        "area_links": _doors(request) if user.is_authenticated else [],
    }
    response = render(request, "shop/_private_links.html", {"private": private})
    if user.is_authenticated and carts.COOKIE in request.COOKIES:
        carts.forget(response)
    return response


def _doors(request: HttpRequest) -> list[Link]:
    """At most one door for each kind of work; which booth or province is asked behind it."""
    doors = [
        (booths_of(request.user), _("Bán hàng"), local("/ban-hang/")),
        (provinces_of(request.user), _("Quản lý"), local("/quan-ly/")),
        (is_operator(request.user), _("Vận hành"), "/admin/"),
    ]
    return [{"text": text, "href": href} for open_, text, href in doors if open_]
