"""What every page of a booth shows around its own matter: name, state, holiday and the tabs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from backend.booths import rules, selectors
from backend.booths.access import rights_in
from backend.booths.models import Booth
from backend.core import clock
from backend.orders import selectors as orders
from backend.payments import selectors as payments
from frontend.requests import SignedInRequest

Rights = frozenset[str]

# name of the page, drawing, words, the right without which the tab is not drawn
TABS = [
    ("today", "home", gettext_noop("Hôm nay"), "orders.read"),
    ("orders", "box", gettext_noop("Đơn hàng"), "orders.read"),
    ("products", "leaf", gettext_noop("Sản phẩm"), "products.read"),
    ("transfers", "bank", gettext_noop("Tiền vào"), "money.read"),
    ("booth", "booth", gettext_noop("Gian hàng"), "booth.read"),
]

TONES = {
    Booth.State.ACTIVE: "go",
    Booth.State.SUBMITTED: "wait",
    Booth.State.DRAFT: "wait",
    Booth.State.SUSPENDED: "stop",
    Booth.State.CLOSED: "stop",
}


@dataclass(frozen=True, slots=True)
class Stall:
    """The booth as the head of each page names it."""

    slug: str
    name: str
    state_text: str
    state_tone: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a word of this member: figures of the first screen and of the tabs."""

    tabs: Mapping[str, int]
    today: orders.Today
    money: int


def page(
    request: SignedInRequest,
    booth: Booth,
    template: str,
    here: str,
    *,
    rights: Rights,
    waiting: Waiting | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page of the booth; `here` is the tab it belongs to."""
    waiting = waiting or waiting_for(booth, rights)
    return render(
        request,
        f"seller/{template}.html",
        {
            **context,
            "booth": stall_of(booth),
            "stall_tabs": _tabs(booth, here, rights, waiting),
            "waiting": waiting,
        },
        status=status,
    )


def rights_of(request: SignedInRequest, booth: Booth) -> Rights:
    """What the member who came through the door may do besides."""
    return rights_in(request.user, booth)


def stall_of(booth: Booth) -> Stall:
    if booth.state == Booth.State.ACTIVE and rules.on_holiday(booth, clock.today()):
        return Stall(booth.slug, booth.name, _("Đang nghỉ"), "look")
    return Stall(booth.slug, booth.name, booth.get_state_display(), TONES[Booth.State(booth.state)])


def waiting_for(booth: Booth, rights: Rights) -> Waiting:
    counts = orders.tab_counts(booth)
    return Waiting(
        tabs=counts,
        today=orders.today_of(counts),
        money=payments.money_to_look_at(booth) if "money.read" in rights else 0,
    )


def holiday_of(booth: Booth) -> str:
    return selectors.holiday_words(booth)


def _tabs(booth: Booth, here: str, rights: Rights, waiting: Waiting) -> list[dict[str, Any]]:
    to_do = waiting.today.to_hand_over
    if "orders.confirm" in rights:
        to_do += waiting.today.to_confirm
    counts = {"orders": to_do, "transfers": waiting.money}
    return [
        {
            "text": _(text),
            "href": reverse(f"seller:{name}", args=[booth.slug]),
            "icon": drawing,
            "count": counts.get(name),
            "current": name == here,
        }
        for name, drawing, text, right in TABS
        if right in rights
    ]
