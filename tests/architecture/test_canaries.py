"""What is private to booth B and its buyer is looked for in everything that others can read."""

import re
from collections.abc import Iterator
from html import unescape
from types import SimpleNamespace
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.urls import reverse

from backend.curation import services as curation
from backend.orders.rules import Contact
from tests.architecture.access import sections
from tests.architecture.calls import arguments
from tests.architecture.routes import routes
from tests.architecture.world import World, make_world

pytestmark = pytest.mark.django_db

MOST_PAGES = 200
LINK = re.compile(r'(?:href|hx-get|action|src)="([^"#]+)"|"url": ?"([^"]+)"')
NO_READING = ("/static/", "/admin/", "dang-xuat")

MARKS = SimpleNamespace(
    contact=Contact(name="CanaryMua", phone="+84987000111", email="canary.mua@example.vn"),
    note="CanaryLoiNhan",
    reason="CanaryLyDoHuy",
    transfer="CanaryNoiDungChuyenKhoan",
    account="7770001112223",
    tax_code="7770003334",
    decision="CanaryQuyetDinh/QD",
    file="CanaryTepQuyetDinh",
    draft="CanaryHangNhap",
    price=77_123_000,
    waiting="CanaryChoDuyet",
    paper="CanaryGiayTo",
)
# As a database, an API or a page may write them.
CANARIES = ("canary", "987000111", "987 000 111", "77123000", "77.123.000", "7770001112223",
            "7770 0011 1222 3", "777 000 111 2223", "7770003334")  # fmt: skip
# What a booth waiting for its first approval shows of itself is public; that is no leak.
PUBLIC = ("CanaryChoDuyet", "canarychoduyet", "canary-cho-duyet")


@pytest.fixture
def world():
    return make_world(MARKS)


def leaks(text: str) -> list[str]:
    for told in PUBLIC:
        text = text.replace(told, "")
    return [canary for canary in CANARIES if canary in text.lower()]


def own_addresses(world: World) -> Iterator[str]:
    """Every address that can be read, for the objects of A, and lists asked for more."""
    known = {route.name: route for route in routes()}
    for row in (row for section in sections().values() for row in section):
        if row.method == "GET":
            yield reverse(row.route, kwargs=arguments(known[row.route], row, world, world.a))
    for path in ("/tim/", "/api/v1/products/", "/api/v1/communes/"):
        for word in ("canary", "CanaryHangNhap", "77123000", "ca"):
            yield f"{path}?q={word}"
    yield "/api/v1/products/?price_min=77000000"
    yield "/api/v1/booths/?province=48"
    yield f"/ban-hang/{world.a.booth.slug}/don-hang/?tab=ended"
    yield f"/ban-hang/{world.a.booth.slug}/san-pham/?q=canary"
    yield f"/quan-ly/{world.a.province}/gian-hang/?q=canary"
    yield f"/quan-ly/{world.a.province}/cong-nhan/?q=canary"


def links_in(body: str, path: str) -> Iterator[str]:
    for found in LINK.findall(body):
        target = urlsplit(urljoin(f"http://testserver{path}", unescape(found[0] or found[1])))
        if target.netloc == "testserver" and not target.path.startswith(NO_READING):
            yield target.path + (f"?{target.query}" if target.query else "")


def crawl(world: World, role: str) -> dict[str, str]:
    """All that this person can read: each address once, then wherever it leads."""
    bodies: dict[str, str] = {}
    client, waiting = world.clients[role], list(own_addresses(world))
    while waiting and len(bodies) < MOST_PAGES:
        path = waiting.pop(0)
        if path in bodies or "dang-xuat" in path or path.startswith("/admin/"):
            continue
        cache.clear()
        answer = client.get(path)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        bodies[path] = content.decode("utf-8", "replace") + str(answer.headers)
        waiting += links_in(bodies[path], path)
        if to := answer.headers.get("Location"):
            waiting.append(to)
    return bodies


@pytest.mark.promise("I15")
@pytest.mark.promise("I16")
@pytest.mark.parametrize(
    "role", ["owner of A", "packer of A", "officer of 38", "shopper", "guest", "operator"]
)
def test_nothing_of_another_booth_is_ever_shown(world, role):
    bodies = crawl(world, role)
    assert len(bodies) > 60
    found = {path: told for path, body in bodies.items() if (told := leaks(asked_for(path, body)))}
    assert found == {}


@pytest.mark.promise("I17")
def test_a_suspended_booth_is_gone_from_every_public_address(world):
    booth, goods = world.b.booth, world.b.variant.product
    seen = "".join(crawl(world, "guest").values())
    assert booth.slug in seen
    assert goods.name in seen
    curation.decide_on_booth(
        booth=booth, officer=world.people.other_officer, outcome="suspended", reason="Kiểm tra"
    )
    found = {
        path
        for path, body in crawl(world, "guest").items()
        if booth.slug in body or goods.name in body
    }
    assert found <= {reverse("shop:booth", args=[booth.slug])}


@pytest.mark.promise("I15")
def test_the_canaries_sing_to_those_whose_they_are(world):
    """The control: owner and officer of B do read them, so a leak would be seen."""
    booth, order = world.b.booth.slug, world.b.orders["confirmed"].code
    owner, officer = world.clients["owner of B"], world.clients["officer of 48"]
    told = ""
    for path in (
        f"/ban-hang/{booth}/don-hang/{order}/",
        f"/ban-hang/{booth}/don-hang/{world.b.orders['refused'].code}/",
        f"/ban-hang/{booth}/tien-vao/",
        f"/ban-hang/{booth}/san-pham/{world.b.draft.product_id}/",
    ):
        told += owner.get(path).content.decode()
    for path in (
        f"/quan-ly/48/gian-hang/{world.b.waiting.slug}/",
        "/quan-ly/48/cong-nhan/",
    ):
        told += officer.get(path).content.decode()
    marks = [
        MARKS.contact.name, MARKS.note, MARKS.reason, MARKS.transfer, MARKS.draft, "77.123.000",
        MARKS.paper, MARKS.decision, MARKS.waiting,
    ]  # fmt: skip
    for mark in marks:
        assert mark in told


def asked_for(path: str, body: str) -> str:
    """Without the words the reader typed, which a page repeats."""
    for typed in re.findall(r"=(\w+)", unquote(urlsplit(path).query)):
        body = re.sub(re.escape(typed), "", body, flags=re.I)
    return body
