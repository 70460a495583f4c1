"""A shopper at the JSON API: fills a cart, asks for a quote, places, as a page or an app would."""

import json
from itertools import count

from django.test import Client

from backend.catalogue.models import Variant

API = "/api/v1"
ADDRESS = {"province": "38", "commune": "16093", "street": "Tổ 3, thôn Mỹ Đông"}
CONTACT = {"name": "Trần Thị Lan", "phone": "0912 345 678", "email": "lan@example.vn"}

_number = count(1)


class Shopper:
    """With `user` a member (signed in), else a guest who carries the cart's token by hand."""

    def __init__(self, user=None, *, enforce_csrf: bool = False, **client) -> None:
        self.client = Client(enforce_csrf_checks=enforce_csrf, **client)
        self.token = None
        if user is not None:
            self.client.force_login(user)

    def call(self, method: str, path: str, body=None, **headers):
        if self.token:
            headers.setdefault("X-Cart-Token", self.token)
        data = body if isinstance(body, bytes | str) else json.dumps(body)
        response = self.client.generic(
            method,
            API + path,
            data if body is not None else "",
            content_type="application/json",
            headers=headers,
        )
        if response.status_code < 300 and path.startswith("/cart/"):
            self.token = response.json()["token"]
        return response

    def add(self, variant: Variant | int, quantity: int = 1):
        pk = getattr(variant, "pk", variant)
        return self.call("POST", "/cart/lines/", {"variant": pk, "quantity": quantity})

    def cart(self):
        return self.call("GET", "/cart/").json()

    def quote(self, **address):
        return self.call("POST", "/checkout/quote/", {"address": {**ADDRESS, **address}})

    def place(self, key: str | None = None, **changes):
        body = {"contact": CONTACT, "address": ADDRESS, "payment": "cod", **changes}
        key = key or f"key-{next(_number)}"
        return self.call("POST", "/checkout/", body, **{"Idempotency-Key": key})

    def buys(self, *wishes: tuple[Variant, int], **changes):
        """From the empty cart to the answer of the placement."""
        for variant, quantity in wishes:
            assert self.add(variant, quantity).status_code == 201
        assert self.quote(**changes.get("address", {})).status_code == 200
        return self.place(**changes)
