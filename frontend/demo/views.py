"""Try the market as anybody: one tap signs in, a day goes by, every message can be read."""

import io
from urllib.parse import urlsplit

import segno
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from backend.accounts.models import User
from backend.core import clock
from backend.core.errors import NotFound
from backend.demo import selectors, services
from backend.notifications import selectors as notifications

SHOWN_MESSAGES = 100
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        "index",
        people=selectors.people(),
        tour=selectors.tour(),
        days=clock.shifted_days(),
        now=clock.now(),
        address=request.build_absolute_uri("/"),
        is_touring=request.user == selectors.tour().user,
    )


@login_not_required
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Become one of the demo's people, or the one who is shopper, seller and officer at once."""
    key = request.POST.get("person", "")
    if key == "tour":
        _enter(request, selectors.tour().user)
        return redirect("demo:index")
    person = next((each for each in selectors.people() if each.key == key), None)
    if person is None:
        raise NotFound()
    _enter(request, person.user)
    return redirect(person.start)


def _enter(request: HttpRequest, user: User) -> None:
    """As a sign-in by password does, this machine stands in the list of one's own."""
    login(request, user, backend=BACKEND)
    UserSession.objects.create_from_request(request)


@login_not_required
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Every message that left for a phone or an address, with its links."""
    wanted = request.GET.get("q", "")[:60]
    found = notifications.demo_inbox(wanted.lstrip("0").replace(" ", ""))
    return _page(
        request,
        "inbox",
        letters=list(found[:SHOWN_MESSAGES]),
        q=wanted,
    )


@login_not_required
@require_POST
def next_day(request: HttpRequest) -> HttpResponse:
    passed = services.pass_a_day()
    messages.success(
        request, _("Một ngày đã trôi qua. Chợ đi trước %(days)s ngày.") % {"days": passed}
    )
    return redirect("demo:index")


@login_not_required
@require_safe
def address(request: HttpRequest) -> HttpResponse:
    """This market's address as a QR, for a phone on the same network."""
    picture = io.BytesIO()
    segno.make(request.build_absolute_uri("/")).save(picture, kind="svg", scale=6, border=3)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


def _page(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    return render(
        request,
        f"demo/{template}.html",
        {
            **context,
            "demo_links": links(request),
            "messages": messages.get_messages(request),
        },
    )


def links(request: HttpRequest) -> list[dict[str, object]]:
    """The demo's own pages; and the bank, for who sits at the one machine where it listens."""
    offered = [("/demo/", _("Chợ thử")), ("/demo/hop-thu/", _("Hộp thư"))]
    if _host(request) in THIS_MACHINE:
        offered.append((f"{settings.SIMULATORS_URL}/", _("Ngân hàng thử")))
    return [{"href": href, "text": text, "current": href == request.path} for href, text in offered]


def _host(request: HttpRequest) -> str:
    return urlsplit(request.build_absolute_uri("/")).hostname or "127.0.0.1"
