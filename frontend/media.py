"""Serve the public pictures, whose names are their content: cached for ever, never executed."""

import re

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

NAME = re.compile(r"[a-z0-9-]{1,80}-(320|640|960)\.webp\Z")


@login_not_required
@require_safe
def show(request: HttpRequest, name: str) -> FileResponse:
    path = settings.MEDIA_ROOT / name
    if not NAME.match(name) or not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), content_type="image/webp")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
