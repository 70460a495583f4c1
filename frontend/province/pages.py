"""What every officer's page shows around its own matter: the rail of work, and who is working."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from backend.booths import selectors as booths
from backend.payments import selectors as payments
from backend.regions.models import Province
from frontend.requests import SignedInRequest

RAIL = [
    ("home", "home", gettext_noop("Hôm nay")),
    ("waiting", "shield", gettext_noop("Chờ duyệt")),
    ("register", "booth", gettext_noop("Gian hàng")),
    ("recognitions", "seal", gettext_noop("Công nhận")),
    ("refunds", "return", gettext_noop("Phải trả lại")),
]


def page(
    request: SignedInRequest,
    province: Province,
    template: str,
    here: str,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """An officer's page; `here` is the name of the entry of the rail it belongs to."""
    counts = {
        "waiting": booths.waiting_count(province.pk),
        "refunds": payments.open_refunds(province_code=province.pk).count(),
    }
    rail = [
        {
            "text": _(text),
            "href": reverse(f"province:{name}", args=[province.pk]),
            "icon": drawing,
            "count": counts.get(name),
            "current": name == here,
        }
        for name, drawing, text in RAIL
    ]
    return render(
        request,
        f"province/{template}.html",
        {
            **context,
            "province": province,
            "rail": rail,
            "counts": counts,
            "person": str(request.user),
            "messages": messages.get_messages(request),
        },
        status=status,
    )


def page_number(request: SignedInRequest) -> int:
    """The page asked for; anything that is no such number is the first."""
    number = request.GET.get("page", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1
