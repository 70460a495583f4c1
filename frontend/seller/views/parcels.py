"""A parcel without a printer: what to write on the box, and a code to scan from the screen."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from backend.booths.models import Booth
from backend.orders import access
from backend.payments.selectors import qr_svg
from frontend.doors import booth_door
from frontend.requests import SignedInRequest
from frontend.seller.pages import page, rights_of
from frontend.seller.sheet import reference, sheet


@require_safe
@booth_door("orders.read")
def show(request: SignedInRequest, booth: Booth, code: str) -> HttpResponse:
    """Name and address are the booth's to know once it has taken the order, not before."""
    rights = rights_of(request, booth)
    shown = sheet(access.order_of_booth(booth, code), rights)
    if shown.buyer.is_masked:
        messages.info(request, _("Nhận đơn trước đã, rồi mới viết lên thùng."))
        return redirect("seller:order", booth=booth.slug, code=code)
    number = reference(shown.order)
    return page(
        request,
        booth,
        "parcel",
        "orders",
        rights=rights,
        sheet=shown,
        own=booth,
        reference=number,
        qr=Markup(qr_svg(number, title=_("Mã kiện %(code)s") % {"code": number})),  # noqa: S704
    )
