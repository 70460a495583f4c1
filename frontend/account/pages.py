"""How do allauth's own views answer on this market: private, and 422 when a form is wrong?"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from backend.core.http import private_page

View = Callable[..., HttpResponseBase]


def page(view: View) -> View:
    @wraps(view)
    def show(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse):
            form = (response.context_data or {}).get("form")
            if form is not None and form.errors:
                response.status_code = 422
        return response

    return private_page(require_http_methods(["GET", "HEAD", "POST"])(show))
