"""The booth's orders: by what they wait for, one by one, and as a list to pack from."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from backend.booths.models import Booth
from backend.core.errors import Invalid
from backend.core.rest import KeysetPage, Page
from backend.orders import access, rules, selectors
from frontend.doors import booth_door
from frontend.requests import SignedInRequest
from frontend.seller.forms import CancelForm, LoseForm, PickupForm, SellerForm, ShipForm
from frontend.seller.pages import Rights, page, rights_of, waiting_for
from frontend.seller.rows import job
from frontend.seller.sheet import Sheet, lines, reference, sheet

NEWEST = KeysetPage("-id", name="booth-orders")
PAGE_SIZE = 20

TABS = {
    "new": gettext_noop("Mới"),
    "unpaid": gettext_noop("Chờ chuyển khoản"),
    "packing": gettext_noop("Cần đóng gói"),
    "sending": gettext_noop("Cần gửi"),
    "underway": gettext_noop("Đang đi"),
    "done": gettext_noop("Xong"),
    "ended": gettext_noop("Huỷ"),
}
# Where a number means work; how many are done is no news.
COUNTED = {"new", "packing", "sending"}
OF_THE_PACKER = ("packing", "sending", "underway", "done")


@require_safe
@booth_door("orders.read")
def index(request: SignedInRequest, booth: Booth) -> HttpResponse:
    """A tab nobody knows is the first one; a cursor that is worn out is the first page."""
    rights = rights_of(request, booth)
    shown = list(TABS) if "orders.confirm" in rights else list(OF_THE_PACKER)
    tab = request.GET.get("tab", "")
    tab = tab if tab in shown else shown[0]
    waiting = waiting_for(booth, rights)
    found = _page(request, booth, tab)
    return page(
        request,
        booth,
        "orders",
        "orders",
        rights=rights,
        waiting=waiting,
        tab=tab,
        tabs=[
            {
                "text": _(TABS[each]),
                "href": f"?tab={each}",
                "current": each == tab,
                "count": waiting.tabs[each] if each in COUNTED else None,
            }
            for each in shown
        ],
        jobs=[job(order, rights) for order in found.rows],
        previous_href=_href(tab, found.previous),
        next_href=_href(tab, found.next),
    )


@require_safe
@booth_door("orders.read")
def show(request: SignedInRequest, booth: Booth, code: str) -> HttpResponse:
    rights = rights_of(request, booth)
    return order_page(request, booth, sheet(access.order_of_booth(booth, code), rights), rights)


@require_safe
@booth_door("orders.read")
def packing_list(request: SignedInRequest, booth: Booth, code: str) -> HttpResponse:
    """To be printed or read while packing; prices never lie in a parcel."""
    order = access.order_of_booth(booth, code)
    return page(
        request,
        booth,
        "packing_list",
        "orders",
        rights=rights_of(request, booth),
        order=order,
        buyer=access.buyer_of(order),
        reference=reference(order),
        is_fetched=order.carrier == rules.PICKUP,
        lines=lines(order.lines.all(), with_prices=False),
    )


def order_page(
    request: SignedInRequest,
    booth: Booth,
    shown: Sheet,
    rights: Rights,
    *,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    """`forms` are those that were sent and came back; the others stand there fresh."""
    way = shown.order.delivery_code
    fresh: dict[str, Callable[[], SellerForm]] = {
        "ship_form": lambda: ShipForm(initial={"way": way}),
        "pickup_form": PickupForm,
        "cancel_form": CancelForm,
        "lose_form": LoseForm,
    }
    shown_forms: dict[str, Any] = {name: forms.get(name) or make() for name, make in fresh.items()}
    return page(
        request,
        booth,
        "order",
        "orders",
        rights=rights,
        status=status,
        sheet=shown,
        reference=reference(shown.order),
        sent=next(iter(forms), ""),
        **shown_forms,
    )


def _page(request: SignedInRequest, booth: Booth, tab: str) -> Page:
    rows = selectors.orders_of_booth(booth, tab)
    try:
        return NEWEST.of(rows, cursor=request.GET.get("cursor"), page_size=PAGE_SIZE)
    except Invalid:
        return NEWEST.of(rows, page_size=PAGE_SIZE)


def _href(tab: str, cursor: str | None) -> str:
    return f"?tab={tab}&cursor={cursor}" if cursor else ""


def address(booth: Booth, code: str) -> str:
    return reverse("seller:order", args=[booth.slug, code])
