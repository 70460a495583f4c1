"""A market that answers real HTTP from many threads on a real PostgreSQL, and crowds of buyers."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection  # noqa: TID251  (from outside, over a real socket)
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.core.servers.basehttp import WSGIServer
from django.db import connection
from django.forms import model_to_dict

from backend.cart import services as carts
from backend.cart.models import Cart, CartLine
from backend.checkout import services as checkout
from backend.checkout.models import Quote
from backend.core import invariants
from tests.builders.shopping import ADDRESS, CONTACT

MINUTE = 60

# A crowd knocks at once; the test server's short queue would turn some of it away. Set here, since
# whichever test asks first starts the one server of all.
WSGIServer.request_queue_size = 256


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict
    headers: dict


class Crowd:
    """Buyers at the market's address; `at_once` lets them all go at the same moment."""

    def __init__(self, url: str) -> None:
        self.host, self.port = urlsplit(url).hostname, urlsplit(url).port

    def with_cart(self, *wishes) -> str:
        """A guest's cart, quoted and ready to be placed; returns its token."""
        (token,) = self.with_carts(1, *wishes)
        return token

    def with_carts(self, number: int, *wishes) -> list[str]:
        """As many carts of the same content, each of its own guest."""
        cart = carts.open(user=None, create=True)
        for variant, quantity in wishes:
            carts.add_line(cart=cart, variant_id=variant.pk, quantity=quantity)
        address = {"commune_code": ADDRESS["commune"], "street": ADDRESS["street"]}
        quote = checkout.quote(cart=cart, **address)
        others = Cart.objects.bulk_create(Cart() for _ in range(number - 1))
        CartLine.objects.bulk_create(
            CartLine(
                **{
                    **model_to_dict(line, exclude=["id", "cart", "variant"]),
                    "cart": other,
                    "variant": line.variant,
                }
            )
            for other in others
            for line in cart.lines.select_related("variant")
        )
        Quote.objects.bulk_create(
            Quote(
                cart=other,
                commune=quote.commune,
                street=quote.street,
                body=quote.body,
                expires_at=quote.expires_at,
            )
            for other in others
        )
        return [signing.Signer(salt="cart").sign(each.token) for each in (cart, *others)]

    def place(self, token: str, key: str) -> Answer:
        body = json.dumps({"contact": CONTACT, "address": ADDRESS, "payment": "cod"})
        return self.post("/api/v1/checkout/", body, {"X-Cart-Token": token, "Idempotency-Key": key})

    def post(self, path: str, body: str, headers: dict[str, str]) -> Answer:
        with closing(HTTPConnection(self.host, self.port, timeout=MINUTE)) as line:
            headers = {"Content-Type": "application/json", "Connection": "close", **headers}
            line.request("POST", path, body, headers)
            answer = line.getresponse()
            return Answer(answer.status, json.loads(answer.read()), dict(answer.getheaders()))

    def at_once(self, calls, threads: int):
        """The answers in the order of the calls; the first ones start together."""
        start = threading.Barrier(threads)
        waiting = threading.local()

        def one(call):
            if not getattr(waiting, "over", False):
                waiting.over = True
                start.wait(timeout=MINUTE)
            try:
                return call()
            finally:
                connection.close()

        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(one, calls))


@pytest.fixture
def crowd(transactional_db, people, live_server, settings):
    settings.API_CALLS_PER_MINUTE = 0
    yield Crowd(live_server.url)
    promises = ("I2", "I6", "I7", "I8", "I12", "I22")
    assert not [line for line in invariants.violations() if line.startswith(promises)]
