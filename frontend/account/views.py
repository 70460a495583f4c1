"""One's own account: purchases, addresses, messages, name and language."""

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend.accounts import selectors, services
from backend.accounts.access import is_operator, provinces_of
from backend.booths.access import booths_of
from backend.notifications import selectors as notifications
from backend.orders import selectors as orders
from frontend.account.forms import AddressForm, ProfileForm


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "account/home.html",
        {
            "booths": booths_of(request.user),
            "provinces": provinces_of(request.user),
            "operator": is_operator(request.user),
            "unread": notifications.unread_count(request.user),
            "purchases": orders.purchases_of(request.user)[:3],
        },
    )


@never_cache
@require_safe
def purchases(request: HttpRequest) -> HttpResponse:
    page = orders.purchases_page(request.user, cursor=request.GET.get("cursor", ""))
    return render(request, "account/purchases.html", {"page": page})


@never_cache
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    inbox = notifications.inbox_of(request.user)
    page = render(request, "account/messages.html", {"inbox": inbox})
    notifications.mark_read(request.user)
    return page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
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


@never_cache
@require_safe
def addresses(request: HttpRequest) -> HttpResponse:
    return render(
        request, "account/addresses.html", {"addresses": selectors.addresses_of(request.user)}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_address(request: HttpRequest, address_id: int | None = None) -> HttpResponse:
    address = selectors.address_of(request.user, address_id) if address_id else None
    if request.method == "POST":
        form = AddressForm(request.POST)
        if form.is_valid():
            facts = {key: value for key, value in form.cleaned_data.items() if key != "province"}
            services.save_address(user=request.user, address_id=address_id, **facts)
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


@require_POST
def delete_address(request: HttpRequest, address_id: int) -> HttpResponse:
    services.delete_address(user=request.user, address_id=address_id)
    flash.success(request, _("Đã xoá địa chỉ."))
    return redirect("account_addresses")
