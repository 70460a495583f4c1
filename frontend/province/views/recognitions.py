"""The recognitions that the province's products hold, each with its decision."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend.core import clock
from backend.core.errors import DomainError
from backend.curation import selectors, services
from backend.curation.models import Recognition
from backend.regions.models import Province
from frontend.doors import province_door
from frontend.province.forms import RecognitionForm
from frontend.province.pages import page, page_number
from frontend.requests import SignedInRequest

FILTERS = ("q", "kind", "standing")


@require_safe
@province_door
def index(request: SignedInRequest, province: Province) -> HttpResponse:
    asked = {name: request.GET.get(name, "")[:100] for name in FILTERS if request.GET.get(name)}
    query = selectors.RegisterQuery(**asked, page=page_number(request))
    found = selectors.register_of(province.pk, query)

    def address(to: int) -> str:
        return "?" + urlencode({**asked, "page": to})

    return page(
        request,
        province,
        "recognitions",
        "recognitions",
        found=found,
        query=query,
        kind_choices=Recognition.Kind.choices,
        today=clock.today(),
        previous_href=address(found.page - 1) if found.page > 1 else "",
        next_href=address(found.page + 1) if found.page < found.pages else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@province_door
def record(request: SignedInRequest, province: Province) -> HttpResponse:
    form = RecognitionForm(
        request.POST or None,
        request.FILES or None,
        province_code=province.pk,
        initial={"product": request.GET.get("product"), "authority": f"UBND {province}"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.record_recognition(officer=request.user, **form.facts())
        except DomainError as refusal:
            form.refused(refusal)
        else:
            messages.success(
                request, _("Đã ghi công nhận. Huy hiệu hiện ngay trên trang sản phẩm.")
            )
            return redirect("province:recognitions", province=province.pk)
    return page(
        request,
        province,
        "record",
        "recognitions",
        status=422 if form.errors else 200,
        form=form,
    )


@require_POST
@province_door
def withdraw(request: SignedInRequest, province: Province, recognition_id: int) -> HttpResponse:
    recognition = selectors.recognition_of_province(province.pk, recognition_id)
    services.withdraw(
        recognition=recognition, officer=request.user, reason=request.POST.get("reason", "")
    )
    messages.success(request, _("Đã rút công nhận."))
    return redirect("province:recognitions", province=province.pk)


@require_safe
@province_door
def evidence(request: SignedInRequest, province: Province, recognition_id: int) -> FileResponse:
    """The private file of a decision, only for this province's officers."""
    recognition = selectors.recognition_of_province(province.pk, recognition_id)
    file, content_type = selectors.open_evidence(recognition)
    name = recognition.evidence_file.rsplit("/", 1)[-1]
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
