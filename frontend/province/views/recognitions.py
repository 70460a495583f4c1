"""The recognitions that the province's products hold, each with its decision."""

from django.contrib import messages
from django.core.files.storage import storages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backend.core import clock
from backend.core.errors import DomainError, NotFound
from backend.curation import selectors, services
from backend.regions.models import Province
from frontend.doors import province_door
from frontend.province.forms import RecognitionForm
from frontend.province.pages import page


@require_safe
@province_door
def index(request: HttpRequest, province: Province) -> HttpResponse:
    return page(
        request,
        province,
        "recognitions",
        "recognitions",
        recognitions=selectors.register_of(province.pk),
        today=clock.today(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@province_door
def record(request: HttpRequest, province: Province) -> HttpResponse:
    form = RecognitionForm(
        request.POST or None,
        request.FILES or None,
        province_code=province.pk,
        initial={"product": request.GET.get("product"), "authority": f"UBND {province}"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.record_recognition(officer=request.user, **form.cleaned_data)
        except DomainError as refusal:
            wrong = refusal.errors[0].field if refusal.errors else None
            form.add_error(wrong if wrong in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Đã ghi công nhận. Huy hiệu hiện ngay trên trang sản phẩm."))
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
def withdraw(request: HttpRequest, province: Province, recognition_id: int) -> HttpResponse:
    recognition = selectors.of_province(province.pk, recognition_id)
    services.withdraw(
        recognition=recognition, officer=request.user, reason=request.POST.get("reason", "")
    )
    messages.success(request, _("Đã rút công nhận."))
    return redirect("province:recognitions", province=province.pk)


@require_safe
@province_door
def evidence(request: HttpRequest, province: Province, recognition_id: int) -> FileResponse:
    """The private file of a decision, only for this province's officers."""
    recognition = selectors.of_province(province.pk, recognition_id)
    if not recognition.evidence_file:
        raise NotFound()
    name = recognition.evidence_file
    return FileResponse(
        storages["private"].open(name), as_attachment=True, filename=name.rsplit("/", 1)[-1]
    )
