"""One's own account: purchases, addresses, messages, name and language."""

from django.contrib import messages as flash
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend.accounts import selectors, services
from backend.accounts.access import is_operator, provinces_of
from backend.booths.access import booths_of
from backend.core.errors import DomainError
from backend.core.http import private_page
from backend.core.rest import KeysetPage, Page
from backend.notifications import selectors as inbox
from backend.notifications import services as notifications
from backend.orders import selectors as orders
from frontend.account.forms import AddressForm, ProfileForm
from frontend.account.rows import purchase_row
from frontend.requests import SignedInRequest

LATEST = 3
A_PAGE = 20
NEWEST_PURCHASES = KeysetPage("-id", name="purchases")
NEWEST_MESSAGES = KeysetPage("-id", name="messages")


@private_page
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    latest = orders.purchases_of(request.user.pk)[:LATEST]
    return render(
        request,
        "account/home.html",
        {
            "booths": booths_of(request.user),
            "provinces": provinces_of(request.user),
            "operator": is_operator(request.user),
            "unread": inbox.unread_count(request.user.pk),
            "purchases": [purchase_row(purchase) for purchase in latest],
        },
    )


@private_page
@require_safe
def purchases(request: SignedInRequest) -> HttpResponse:
    page = _page(request, NEWEST_PURCHASES, orders.purchases_of(request.user.pk))
    rows = [purchase_row(purchase) for purchase in page.rows]
    return render(request, "account/purchases.html", {"purchases": rows, **_ways(page)})


@private_page
@require_safe
def messages(request: SignedInRequest) -> HttpResponse:
    page = _page(request, NEWEST_MESSAGES, inbox.inbox_of(request.user.pk))
    shown = render(request, "account/messages.html", {"inbox": page.rows, **_ways(page)})
    notifications.mark_read(user=request.user)
    return shown


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    form = ProfileForm(
        request.POST or None,
        initial={"name": request.user.name, "language": request.user.language},
    )
    if request.method == "POST" and form.is_valid():
        services.rename(user=request.user, **form.cleaned_data)
        flash.success(request, _("Đã lưu."))
        return redirect("account_profile")
    return render(
        request, "account/profile.html", {"form": form}, status=422 if form.errors else 200
    )


@private_page
@require_safe
def addresses(request: SignedInRequest) -> HttpResponse:
    return render(
        request, "account/addresses.html", {"addresses": selectors.addresses_of(request.user)}
    )


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit_address(request: SignedInRequest, address_id: int | None = None) -> HttpResponse:
    """Without script `action=province` offers its communes and keeps what is typed."""
    address = None if address_id is None else selectors.address_of(request.user, address_id)
    if request.POST.get("action") == "province":
        form = AddressForm(initial=request.POST.dict())
    elif request.method == "POST":
        form = AddressForm(request.POST)
        if form.is_valid() and _saved(request, form, address_id):
            flash.success(request, _("Đã lưu địa chỉ."))
            return redirect("account_addresses")
    else:
        form = AddressForm.of(address) if address else AddressForm()
    return render(
        request,
        "account/address.html",
        {"form": form, "address": address},
        status=422 if form.errors else 200,
    )


@private_page
@require_POST
def delete_address(request: SignedInRequest, address_id: int) -> HttpResponse:
    services.delete_address(user=request.user, address_id=address_id)
    flash.success(request, _("Đã xoá địa chỉ."))
    return redirect("account_addresses")


def _saved(request: SignedInRequest, form: AddressForm, address_id: int | None) -> bool:
    facts = {key: value for key, value in form.cleaned_data.items() if key != "province"}
    try:
        services.save_address(user=request.user, address_id=address_id, **facts)
    except DomainError as refused:
        if refused.status != 400:
            raise
        form.add_error(None, str(refused.message))
        return False
    return True


def _page(request: SignedInRequest, order: KeysetPage, rows: QuerySet) -> Page:
    return order.of(rows, cursor=request.GET.get("cursor") or None, page_size=A_PAGE)


def _ways(page: Page) -> dict[str, str]:
    """Where the pager's two buttons lead."""
    return {
        "previous_href": f"?cursor={page.previous}" if page.previous else "",
        "next_href": f"?cursor={page.next}" if page.next else "",
    }
