"""How often may one caller ask? Wide per address, since a whole village may share one."""

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from backend.core.http import client_address


class AddressThrottle(SimpleRateThrottle):
    """Counts by address; subclass with another `scope` and `rate` for a narrower door."""

    scope = "address"
    rate = "1200/min"

    def get_cache_key(self, request: Request, view: Any) -> str:
        ident = client_address(request._request)
        return self.cache_format % {"scope": self.scope, "ident": ident}


class PersonThrottle(SimpleRateThrottle):
    """Counts by signed-in person; others pass, their address is counted already."""

    scope = "person"
    rate = "300/min"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if not request.user.is_authenticated:
            return None
        return self.cache_format % {"scope": self.scope, "ident": request.user.pk}
