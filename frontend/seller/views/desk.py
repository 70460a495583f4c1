"""Which booth, and what waits there today?"""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.booths.access import booths_of
from backend.booths.models import Booth
from backend.catalogue import selectors as catalogue
from backend.core import clock
from backend.orders import selectors as orders
from frontend.doors import booth_door
from frontend.requests import SignedInRequest
from frontend.seller.pages import holiday_of, page, rights_of, stall_of, waiting_for
from frontend.seller.rows import job

SHOWN = 5


@never_cache
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Who acts for one booth lands in it; who acts for none is told how one comes about."""
    booths = booths_of(request.user)
    if len(booths) == 1:
        return redirect("seller:today", booth=booths[0].slug)
    stalls = [(booth, stall_of(booth)) for booth in booths]
    return render(request, "seller/index.html", {"stalls": stalls, "tab": "account"})


@require_safe
@booth_door("orders.read")
def today(request: SignedInRequest, booth: Booth) -> HttpResponse:
    rights = rights_of(request, booth)
    waiting = waiting_for(booth, rights)
    confirms = "orders.confirm" in rights
    tab = "new" if confirms else "packing"
    upcoming = orders.orders_of_booth(booth, tab).order_by("id")[:SHOWN]
    return page(
        request,
        booth,
        "today",
        "today",
        rights=rights,
        waiting=waiting,
        confirms=confirms,
        tab=tab,
        jobs=[job(order, rights) for order in upcoming],
        few=catalogue.selling_out(booth, limit=SHOWN),
        may_edit="products.edit" in rights,
        holiday=holiday_of(booth),
        is_open=booth.state == Booth.State.ACTIVE,
        day=clock.today(),
    )
