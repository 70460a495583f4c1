"""How often may one caller ask? Wide per address, since a whole village may share one."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from backend.core import clock
from backend.core.http import client_address

_MINUTE = 60


class AddressThrottle(BaseThrottle):
    """Counts an address's calls in each minute; subclass with `scope` and `limit` to narrow."""

    scope = "address"
    limit: int | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        caller = self.caller(request)
        limit = settings.API_CALLS_PER_MINUTE if self.limit is None else self.limit
        if not caller or not limit:
            return True
        minute = int(clock.now().timestamp()) // _MINUTE
        key = f"calls:{self.scope}:{minute}:{caller}"
        if cache.add(key, 1, _MINUTE * 2):
            return True
        try:
            return cache.incr(key) <= limit
        except ValueError:  # the cache dropped the key meanwhile
            return True

    def wait(self) -> float:
        return _MINUTE - clock.now().timestamp() % _MINUTE

    def caller(self, request: Request) -> str:
        return client_address(request._request)


class PersonThrottle(AddressThrottle):
    """Counts a signed-in person's calls; others pass, their address is counted already."""

    scope = "person"
    limit = 300

    def caller(self, request: Request) -> str:
        return str(request.user.pk) if request.user.is_authenticated else ""
