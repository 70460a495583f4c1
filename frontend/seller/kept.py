"""What was typed when the session had ended: kept until its author is signed in again.

The sign-in leads back to the page by GET, so the page asks here for what it never received.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, QueryDict

_KEY = "typed-before-signing-in"
_LONGEST = 8_000

View = Callable[..., HttpResponseBase]


def keeps_what_was_typed(view: View) -> View:
    """For a page with a form. An anonymous visitor is sent to sign in, as from any other page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            typed = request.POST.copy()
            typed.pop("csrfmiddlewaretoken", None)
            text = typed.urlencode()
            if text and len(text) <= _LONGEST:
                request.session[_KEY] = {"path": request.path, "typed": text}
        return redirect_to_login(request.get_full_path())

    return login_not_required(guarded)


def typed(request: HttpRequest) -> QueryDict | None:
    """What this page was sent, or should have been sent before the sign-in; told once."""
    if request.method == "POST":
        return request.POST
    kept = request.session.get(_KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[_KEY]
    return QueryDict(kept["typed"])
