"""The decorators by which a page says whose door it stands behind."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

from backend.accounts.access import province_for
from backend.booths.access import booth_for
from backend.booths.models import Booth
from backend.regions.models import Province
from frontend.requests import SignedInRequest

P = ParamSpec("P")
BoothPage = Callable[Concatenate[SignedInRequest, Booth, P], HttpResponseBase]
ProvincePage = Callable[Concatenate[SignedInRequest, Province, P], HttpResponseBase]
Page = Callable[..., HttpResponseBase]


def booth_door(can: str) -> Callable[[BoothPage[P]], Page]:
    """Members of the booth in the address who have the right `can`; the view gets the booth."""

    def guard(page: BoothPage[P]) -> Page:
        @never_cache
        @wraps(page)
        def behind(request: HttpRequest, booth: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            member = cast(SignedInRequest, request)
            return page(member, booth_for(request.user, booth, can=can), *args, **kwargs)

        return behind

    return guard


def province_door(page: ProvincePage[P]) -> Page:
    """Officers of the province in the address; the view gets the province."""

    @never_cache
    @wraps(page)
    def behind(request: HttpRequest, province: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        officer = cast(SignedInRequest, request)
        return page(officer, province_for(request.user, province), *args, **kwargs)

    return behind
