"""The booth itself: may it sell, when is it away, how is it paid, who acts for it?"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend.booths import rules, selectors, services
from backend.booths.models import Booth
from backend.core import clock
from backend.core.errors import Conflict, Invalid
from frontend.doors import booth_door
from frontend.requests import SignedInRequest
from frontend.seller.forms import HolidayForm
from frontend.seller.kept import keeps_what_was_typed, typed
from frontend.seller.pages import page, rights_of

STATES = {
    Booth.State.DRAFT: gettext_lazy("Chưa ai thấy gian hàng. Sửa theo lời cán bộ rồi nộp lại."),
    Booth.State.SUBMITTED: gettext_lazy(
        "Mọi người xem được, chưa mua được. Cán bộ tỉnh đang duyệt hồ sơ."
    ),
    Booth.State.ACTIVE: gettext_lazy("Khách đang xem và đặt mua được."),
    Booth.State.SUSPENDED: gettext_lazy(
        "Khách không đặt mua được. Đơn đã nhận vẫn phải gửi cho xong."
    ),
    Booth.State.CLOSED: gettext_lazy("Gian hàng đã đóng. Đơn đã nhận vẫn phải gửi cho xong."),
}


@require_safe
@booth_door("booth.read")
def show(request: SignedInRequest, booth: Booth) -> HttpResponse:
    return _page(request, booth, HolidayForm(initial=_holiday(booth)))


@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
@booth_door("booth.edit")
def holiday(request: SignedInRequest, booth: Booth) -> HttpResponse:
    """Set the dates; with `end`, sell again from now on."""
    data = typed(request)
    if data is None:
        return redirect("seller:booth", booth=booth.slug)
    if request.method == "POST" and data.get("end"):
        services.set_holiday(booth=booth, starts=None, actor=request.user)
        messages.success(request, _("Đã hết nghỉ. Khách đặt mua được ngay."))
        return redirect("seller:booth", booth=booth.slug)
    form = HolidayForm(data)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_holiday(booth=booth, actor=request.user, **form.cleaned_data)
        except Invalid as refusal:
            form.refused(refusal)
        else:
            messages.success(request, selectors.holiday_words(booth))
            return redirect("seller:booth", booth=booth.slug)
    return _page(request, booth, form, status=422 if request.method == "POST" else 200)


@require_POST
@booth_door("booth.edit")
def submit(request: SignedInRequest, booth: Booth) -> HttpResponse:
    """Hand the booth in for verification, again after what the officer wanted changed."""
    try:
        services.submit(booth, actor=request.user)
        messages.success(request, _("Đã nộp. Cán bộ tỉnh sẽ xem và báo lại cho bạn."))
    except Conflict as refusal:
        messages.error(request, str(refusal))
    return redirect("seller:booth", booth=booth.slug)


def _page(
    request: SignedInRequest, booth: Booth, form: HolidayForm, *, status: int = 200
) -> HttpResponse:
    rights = rights_of(request, booth)
    may_edit = "booth.edit" in rights
    return page(
        request,
        booth,
        "booth",
        "booth",
        rights=rights,
        status=status,
        own=booth,
        state_words=STATES[Booth.State(booth.state)],
        reviews=list(booth.reviews.all().reverse()[:5]) if may_edit else [],
        holiday=selectors.holiday_words(booth),
        is_away=rules.on_holiday(booth, clock.today()),
        form=form,
        may_edit=may_edit,
        sees_money="money.read" in rights,
        members=selectors.members_of(booth),
        is_on_show=booth.state in (Booth.State.ACTIVE, Booth.State.SUBMITTED),
        today=clock.today(),
    )


def _holiday(booth: Booth) -> dict[str, object]:
    return {
        "starts": booth.holiday_from or clock.today(),
        "ends": booth.holiday_to,
        "note": booth.holiday_note,
    }
