"""What a member does to an order: one address an action, each a form's POST, repeatable."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.aftersales import services as aftersales
from backend.booths.access import booth_for
from backend.booths.models import Booth
from backend.core.errors import Conflict, Invalid, NotFound
from backend.logistics import services as logistics
from backend.orders import access, rules
from backend.orders import services as orders
from backend.orders.models import Order
from backend.payments import selectors as payments
from backend.payments import services as payment_services
from backend.payments.rules import UNDO_WITHIN
from frontend.doors import booth_door
from frontend.formats import clock as clock_words
from frontend.requests import SignedInRequest
from frontend.seller.forms import CancelForm, LoseForm, PickupForm, SellerForm, ShipForm
from frontend.seller.kept import keeps_what_was_typed, typed
from frontend.seller.pages import rights_of
from frontend.seller.sheet import sheet
from frontend.seller.views.orders import order_page

Act = Callable[[SignedInRequest, Order, Any], str]


@dataclass(frozen=True, slots=True)
class Action:
    """`act` does it and says what was done; `form` reads what it needs besides the button."""

    can: str
    act: Act
    form: type[SellerForm] | None = None
    name: str = ""


@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
@booth_door("orders.read")
def take(request: SignedInRequest, booth: Booth, code: str, action: str) -> HttpResponse:
    """By GET one comes only from a sign-in: the order, with what was typed before."""
    if action not in ACTIONS:
        raise NotFound()
    wanted = ACTIONS[action]
    booth_for(request.user, booth.slug, can=wanted.can)
    order = access.order_of_booth(booth, code)
    data = typed(request)
    if request.method != "POST" and (data is None or wanted.form is None):
        return redirect("seller:order", booth=booth.slug, code=code)
    if wanted.form is None:
        return _done(request, booth, order, wanted, None)
    return _with_form(request, booth, order, wanted, data)


def _with_form(
    request: SignedInRequest, booth: Booth, order: Order, wanted: Action, data: QueryDict | None
) -> HttpResponse:
    form = wanted.form(data) if wanted.form else None
    is_sent = request.method == "POST"
    if form is not None and is_sent and (form.is_valid() or not _needs(order, wanted)):
        try:
            return _done(request, booth, order, wanted, form)
        except Invalid as refusal:
            form.refused(refusal)
    rights = rights_of(request, booth)
    fresh = access.order_of_booth(booth, order.code)
    return order_page(
        request,
        booth,
        sheet(fresh, rights),
        rights,
        status=422 if is_sent else 200,
        **{wanted.name: form},
    )


def _needs(order: Order, wanted: Action) -> bool:
    """The code is asked only of a buyer who comes for the goods."""
    return wanted.form is not PickupForm or order.carrier == rules.PICKUP


def _done(
    request: SignedInRequest, booth: Booth, order: Order, wanted: Action, form: SellerForm | None
) -> HttpResponse:
    """An order that has moved on meanwhile is shown as it is now, with a word about it."""
    try:
        messages.success(request, wanted.act(request, order, form))
    except Conflict as refusal:
        messages.error(request, str(refusal))
    return redirect("seller:order", booth=booth.slug, code=order.code)


def _confirm(request: SignedInRequest, order: Order, _form: None) -> str:
    orders.confirm(order=order, actor=request.user)
    return _("Đã nhận đơn. Khách được báo rồi, bạn đóng gói nhé.")


def _pack(request: SignedInRequest, order: Order, _form: None) -> str:
    orders.pack(order=order, actor=request.user)
    if order.carrier == rules.PICKUP:
        return _("Đã đóng gói. Khi khách đến, hỏi mã nhận hàng 6 số.")
    return _("Đã đóng gói. Viết tên và mã đơn lên thùng rồi gửi đi.")


def _ship(request: SignedInRequest, order: Order, form: ShipForm) -> str:
    logistics.ship(order=order, actor=request.user, **form.cleaned_data)
    return _("Đã ghi là gửi đi. Khách được báo rồi.")


def _deliver(request: SignedInRequest, order: Order, form: PickupForm) -> str:
    code = form.cleaned_data.get("pickup_code", "") if form.is_valid() else ""
    logistics.deliver(order=order, actor=request.user, pickup_code=code)
    return _("Đã ghi là khách nhận hàng.")


def _lose(request: SignedInRequest, order: Order, form: LoseForm) -> str:
    logistics.lose(order=order, actor=request.user, note=form.cleaned_data["note"])
    return _("Đã ghi là thất lạc. Bạn gọi khách một tiếng nhé.")


def _cancel(request: SignedInRequest, order: Order, form: CancelForm) -> str:
    aftersales.cancel(order=order, by=rules.SELLER, actor=request.user, reason=form.reason)
    if order.payment_status == Order.PaymentStatus.REFUND_DUE:
        return _("Đã huỷ đơn. Khách đã trả tiền: bạn chuyển lại rồi ghi ở trang Tiền vào.")
    return _("Đã huỷ đơn và báo cho khách.")


def _received(request: SignedInRequest, order: Order, _form: None) -> str:
    payment = payment_services.mark_received(payment=payments.payment_of(order), actor=request.user)
    if payments.payment_view(payments.payment_of(order)).can_undo and payment.hand_marked_at:
        until = clock_words(payment.hand_marked_at + UNDO_WITHIN)
        return _("Đã ghi là nhận đủ tiền. Nhầm thì sửa lại được đến %(time)s.") % {"time": until}
    return _("Đã ghi là nhận đủ tiền.")


def _not_seen(request: SignedInRequest, order: Order, _form: None) -> str:
    payment_services.mark_not_seen(payment=payments.payment_of(order), actor=request.user)
    return _("Đã nhắn khách xem lại. Đơn vẫn chờ tiền.")


def _undo(request: SignedInRequest, order: Order, _form: None) -> str:
    payment_services.undo_mark(payment=payments.payment_of(order), actor=request.user)
    return _("Đã sửa lại: đơn đang chờ tiền.")


ACTIONS = {
    "confirm": Action("orders.confirm", _confirm),
    "pack": Action("orders.pack", _pack),
    "ship": Action("orders.ship", _ship, ShipForm, "ship_form"),
    "deliver": Action("orders.ship", _deliver, PickupForm, "pickup_form"),
    "lose": Action("orders.ship", _lose, LoseForm, "lose_form"),
    "cancel": Action("orders.cancel", _cancel, CancelForm, "cancel_form"),
    "received": Action("money.mark", _received),
    "not-seen": Action("money.mark", _not_seen),
    "undo": Action("money.mark", _undo),
}
