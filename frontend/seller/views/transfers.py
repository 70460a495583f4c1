"""Money that waits for a word: transfers nobody could match, short sums, what goes back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from backend.aftersales import services as aftersales
from backend.booths.access import booth_for
from backend.booths.models import Booth
from backend.core import clock
from backend.core.errors import Conflict, NotFound
from backend.orders.access import order_of_booth
from backend.orders.models import Order
from backend.payments import selectors, services
from backend.payments.selectors import ToLookAt
from frontend.doors import booth_door
from frontend.requests import SignedInRequest
from frontend.seller.forms import AssignForm, NoteForm
from frontend.seller.kept import keeps_what_was_typed, typed
from frontend.seller.pages import page, rights_of

TO_CHOOSE_FROM = 60

# What it means, said to somebody who has never run a shop.
MEANING = {
    "unknown_code": gettext_lazy(
        "Nội dung không khớp đơn nào. Xem số tiền và tên rồi chọn đúng đơn."
    ),
    "several_codes": gettext_lazy("Nội dung có mã của nhiều đơn. Chọn đơn mà tiền này trả."),
    "other_account": gettext_lazy(
        "Mã đơn này phải chuyển vào tài khoản khác. Chọn đơn của bạn, hoặc trả lại."
    ),
    "late": gettext_lazy("Tiền đến khi đơn đã huỷ. Trả lại khách, hoặc vẫn gửi nếu còn hàng."),
    "not_expected": gettext_lazy("Đơn này không chờ tiền nữa. Xem lại, rồi trả lại nếu thừa."),
    "owed": gettext_lazy("Bạn đang giữ tiền của khách. Chuyển lại, rồi ghi ở đây."),
    "short": gettext_lazy("Khách chuyển thiếu. Khách đã được nhắn chuyển nốt phần còn lại."),
    "claimed": gettext_lazy("Mở ứng dụng ngân hàng của bạn mà xem, đừng tin ảnh chụp màn hình."),
}


@dataclass(frozen=True, slots=True)
class Card:
    """One sum, what it means, and the forms of its steps."""

    item: ToLookAt
    meaning: str
    is_late: bool
    assign: AssignForm | None
    note: NoteForm


@require_safe
@booth_door("money.read")
def index(request: SignedInRequest, booth: Booth) -> HttpResponse:
    return _page(request, booth)


@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
@booth_door("money.mark")
def transfer(request: SignedInRequest, booth: Booth, transfer_id: int, action: str) -> HttpResponse:
    """For this order, given back, or none of the market's business."""
    found = selectors.transfer_of_booth(booth, transfer_id)
    if action not in ("assign", "returned", "not-ours"):
        raise NotFound()
    data = typed(request)
    if data is None:
        return redirect("seller:transfers", booth=booth.slug)
    if found.settled_at is not None:  # a second tap, or somebody else was quicker
        messages.info(request, _("Khoản này đã được xử lý."))
        return redirect("seller:transfers", booth=booth.slug)
    if action == "assign":
        form = _assign_form(_orders(booth), transfer_id, data)
        if request.method != "POST" or not form.is_valid():
            return _page(request, booth, sent=(f"transfer-{transfer_id}", form))
        order = order_of_booth(booth, form.cleaned_data["order"])
        return _say(
            request,
            booth,
            lambda: services.assign_transfer(transfer=found, order=order, actor=request.user),
            _("Đã ghi tiền này cho đơn %(code)s.") % {"code": order.code},
        )
    note = _note(data)
    if request.method != "POST":
        return redirect("seller:transfers", booth=booth.slug)
    if action == "returned":
        return _say(
            request,
            booth,
            lambda: services.return_transfer(transfer=found, actor=request.user, note=note),
            _("Đã ghi là trả lại khách."),
        )
    return _say(
        request,
        booth,
        lambda: services.dismiss_transfer(transfer=found, actor=request.user, note=note),
        _("Đã cất khoản này: không phải tiền của chợ."),
    )


@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
@booth_door("money.mark")
def refund(request: SignedInRequest, booth: Booth, promise_id: int, action: str) -> HttpResponse:
    """Given back, or the goods are sent after all as a new order that is paid already."""
    promise = selectors.refund_of_booth(booth, promise_id)
    if action not in ("returned", "send-anyway"):
        raise NotFound()
    if request.method != "POST":
        return redirect("seller:transfers", booth=booth.slug)
    if action == "returned":
        note = _note(request.POST)
        return _say(
            request,
            booth,
            lambda: services.settle_refund(promise=promise, actor=request.user, note=note),
            _("Đã ghi là trả lại khách. Khách được báo rồi."),
        )
    booth_for(request.user, booth.slug, can="orders.confirm")
    if promise.settled == "sent_anyway":  # a second tap: the order it became
        return redirect("seller:order", booth=booth.slug, code=promise.settled_note)
    try:
        purchase = aftersales.send_anyway(promise=promise, actor=request.user)
    except Conflict as refusal:
        messages.error(request, str(refusal))
        return redirect("seller:transfers", booth=booth.slug)
    messages.success(request, _("Đã tạo đơn mới, tiền coi như trả rồi. Bạn nhận đơn và gửi nhé."))
    return redirect("seller:order", booth=booth.slug, code=purchase.orders.get().code)


def _say(
    request: SignedInRequest, booth: Booth, act: Callable[[], object], done: str
) -> HttpResponse:
    try:
        act()
    except Conflict as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("seller:transfers", booth=booth.slug)


def _page(
    request: SignedInRequest, booth: Booth, *, sent: tuple[str, AssignForm] | None = None
) -> HttpResponse:
    rights = rights_of(request, booth)
    items = selectors.transfers_to_look_at(booth)
    needs_orders = any("assign" in item.steps for item in items)
    orders = _orders(booth) if needs_orders else []
    now = clock.now()
    is_wrong = sent is not None and request.method == "POST"
    return page(
        request,
        booth,
        "transfers",
        "transfers",
        rights=rights,
        status=422 if is_wrong else 200,
        cards=[_card(item, orders, sent, now) for item in items],
        is_by_hand=booth.payment_state == Booth.PaymentState.BY_HAND,
        takes_transfers=booth.payment_state != Booth.PaymentState.NONE,
    )


def _card(
    item: ToLookAt, orders: list[Order], sent: tuple[str, AssignForm] | None, now: datetime
) -> Card:
    key = f"{item.about}-{item.id}"
    assign = None
    if "assign" in item.steps:
        assign = sent[1] if sent and sent[0] == key else _assign_form(orders, item.id)
    return Card(
        item=item,
        meaning=str(MEANING.get(item.kind, "")),
        is_late=item.due_by is not None and item.due_by < now,
        assign=assign,
        note=NoteForm(auto_id=f"{key}-%s"),
    )


def _assign_form(
    orders: list[Order], transfer_id: int, data: QueryDict | None = None
) -> AssignForm:
    return AssignForm(data, orders=orders, auto_id=f"transfer-{transfer_id}-%s")


def _orders(booth: Booth) -> list[Order]:
    return list(selectors.orders_for_transfer(booth)[:TO_CHOOSE_FROM])


def _note(data: QueryDict) -> str:
    """Nothing depends on it, so what cannot be read is left out."""
    form = NoteForm(data)
    return str(form.cleaned_data["note"]) if form.is_valid() else ""
