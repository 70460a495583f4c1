"""The officer's day: what waits, how the province stands, what booths owe buyers."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.accounts.access import provinces_of
from backend.booths import selectors as booths
from backend.core import clock
from backend.core.errors import NotFound
from backend.curation import selectors as curation
from backend.payments import selectors as payments
from backend.regions.models import Province
from frontend.doors import province_door
from frontend.province.pages import page
from frontend.requests import SignedInRequest

SOON_DAYS = 90


@never_cache
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """An officer lands in the own province; there is hardly ever a second one."""
    provinces = provinces_of(request.user)
    if not provinces:
        raise NotFound()
    return redirect("province:home", province=provinces[0].pk)


@require_safe
@province_door
def home(request: SignedInRequest, province: Province) -> HttpResponse:
    return page(
        request,
        province,
        "home",
        "home",
        states=booths.state_counts(province.pk),
        communes=len(booths.by_commune(province.pk)),
        waiting=booths.waiting(province.pk)[:5],
        ending=curation.ending_soon(province.pk, days=SOON_DAYS),
        today=clock.today(),
    )


@require_safe
@province_door
def refunds(request: SignedInRequest, province: Province) -> HttpResponse:
    return page(
        request,
        province,
        "refunds",
        "refunds",
        promises=payments.open_refunds(province_code=province.pk),
        now=clock.now(),
    )
