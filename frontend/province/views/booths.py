"""Booths to verify, and the register of all the province's booths."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from backend.booths import selectors
from backend.booths.models import Booth
from backend.core.errors import Conflict
from backend.curation import services as curation
from backend.regions.models import Province
from frontend.doors import province_door
from frontend.province.forms import DecisionForm
from frontend.province.pages import page, page_number
from frontend.requests import SignedInRequest

FILTERS = ("q", "state", "kind", "ordering")


@require_safe
@province_door
def waiting(request: SignedInRequest, province: Province) -> HttpResponse:
    return page(request, province, "waiting", "waiting", booths=selectors.waiting(province.pk))


@require_safe
@province_door
def register(request: SignedInRequest, province: Province) -> HttpResponse:
    """Every booth in whatever state; parameters that are not understood filter nothing."""
    asked = {name: request.GET.get(name, "")[:100] for name in FILTERS if request.GET.get(name)}
    query = selectors.RegisterQuery(**asked, page=page_number(request))
    found = selectors.register_of(province.pk, query)

    def address(to: int) -> str:
        return "?" + urlencode({**asked, "page": to})

    return page(
        request,
        province,
        "register",
        "register",
        found=found,
        query=query,
        states=selectors.state_counts(province.pk),
        state_choices=Booth.State.choices,
        kind_choices=Booth.Kind.choices,
        previous_href=address(found.page - 1) if found.page > 1 else "",
        next_href=address(found.page + 1) if found.page < found.pages else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@province_door
def show(request: SignedInRequest, province: Province, slug: str) -> HttpResponse:
    """One booth with its papers and past decisions, and the decision to take now."""
    booth = selectors.booth_of_province(province.pk, slug)
    form = DecisionForm(request.POST or None, state=booth.state)
    if request.method == "POST" and form.is_valid():
        try:
            curation.decide_on_booth(booth=booth, officer=request.user, **form.cleaned_data)
        except Conflict as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ghi quyết định và báo cho gian hàng."))
            return redirect("province:booth", province=province.pk, slug=slug)
    return page(
        request,
        province,
        "booth",
        "waiting" if booth.state == Booth.State.SUBMITTED else "register",
        status=422 if form.errors else 200,
        booth=booth,
        owners=selectors.owners_of(booth),
        form=form,
    )
