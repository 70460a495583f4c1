"""What a view may read of its request, for the type checker: nothing is added at run time."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from backend.accounts.models import User


class PageRequest(HttpRequest):
    """Any request of a page; our middleware says whether htmx sent it."""

    htmx: HtmxDetails


class SignedInRequest(PageRequest):
    """A request behind a door: somebody is signed in."""

    user: User
