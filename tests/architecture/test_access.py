"""Who may do what: every address and method of the market against access.md, for nine people."""

import json
import re
from collections import Counter
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from itertools import product

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import override

from frontend.seller.views import steps
from frontend.shop.views import purchase
from tests.architecture.access import NOBODY, SIGN_IN, TURNED_AWAY, Row, sections
from tests.architecture.calls import PRIVATE, arguments, body
from tests.architecture.routes import METHODS, Route, routes
from tests.architecture.world import ROLES, World, make_world

pytestmark = pytest.mark.django_db

ROUTES = {route.name: route for route in routes() if not route.is_admin}
SECTIONS = sections()
ROWS = [row for section in SECTIONS.values() for row in section]
WRITES = ("INSERT", "UPDATE", "DELETE")
NOT_MEANT = ("django_session", "usersessions_usersession", "forged_calls")  # visits are counted


@contextmanager
def undone():
    """As in a test of its own: whatever happens inside is rolled back."""
    with transaction.atomic():
        connection.atomic_blocks[-1]._from_testcase = True
        cache.clear()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "mau-320.webp").write_bytes(b"")
    return make_world()


@contextmanager
def writes_noted():
    noted: list[str] = []

    def note(execute, sql, params, many, context):
        if sql.lstrip("( ").upper().startswith(WRITES) and not any(
            name in sql for name in NOT_MEANT
        ):
            noted.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield noted


def address(route: Route, kwargs: dict, language: str = "vi") -> str:
    with override(language):
        return reverse(route.name, kwargs=kwargs)


def status_for(world: World, role: str, row: Row, kwargs: dict, **more) -> int | str:
    """Of the answer this person gets, or SIGN_IN."""
    answer, door = ask(world, role, row, kwargs, **more), f"{address(ROUTES['account_login'], {})}?"
    to = answer.headers.get("Location", "").removeprefix("/en")
    return SIGN_IN if answer.status_code == 302 and to.startswith(door) else answer.status_code


def ask(world: World, role: str, row: Row, kwargs: dict, *, sent: dict, language: str = "vi"):
    route, client = ROUTES[row.route], world.clients[role]
    client.cookies = deepcopy(world.cookies[role])
    path = address(route, kwargs, language)
    if route.is_api:
        return client.generic(
            row.method,
            path,
            json.dumps(sent) if sent else "",
            content_type="application/json",
            headers={"Idempotency-Key": "k"} if row.route == "api-checkout" else {},
        )
    send = getattr(client, row.method.lower())
    return send(path, sent, headers={"Sec-Fetch-Site": "same-origin"})


def without_its_marks(answer) -> str:
    """The body, but for what differs from request to request: address, number, token."""
    told = answer.content.decode().replace(answer.wsgi_request.path, "")
    return re.sub(r'"request_id":"\w+"|[\w-]{64}', "", told)


def in_english(row: Row, route: Route) -> list[tuple[str, str]]:
    """The English twin is the same view: one who may not and one who may."""
    is_twin = row.method == "GET" and not route.is_api
    return [(role, "en") for role in {NOBODY, *row.allowed[:1]}] if is_twin else []


def test_every_address_and_method_has_a_line():
    """Methods: see `test_other_methods_are_refused`."""
    listed = Counter(map(str, ROWS))
    assert [twice for twice, times in listed.items() if times > 1] == []
    assert sorted(set(ROUTES) ^ {row.route for row in ROWS}) == []


@pytest.mark.parametrize(
    ("route", "actions"),
    [("shop:purchase_action", purchase.ACTIONS), ("seller:order_action", steps.ACTIONS)],
)
def test_every_action_of_an_address_has_a_line(route, actions):
    assert {row.words["action"] for row in ROWS if row.route == route} == set(actions)


@pytest.mark.promise("I15")
@pytest.mark.promise("I16")
@pytest.mark.parametrize("section", SECTIONS)
def test_each_person_gets_the_answer_of_the_line(world, section):
    """The objects are A's: to the owner of B and the officer of 48 they are another's."""
    wrong = []
    for row in SECTIONS[section]:
        route = ROUTES[row.route]
        kwargs, sent = arguments(route, row, world, world.a), body(row, world, world.a)
        for role, language in [*product(ROLES, ["vi"]), *in_english(row, route)]:
            with undone(), writes_noted() as writes:
                status = status_for(world, role, row, kwargs, sent=sent, language=language)
            expected = row.expected(role, route)
            if status != expected:
                wrong.append(f"{row} as {role}: {status}, not {expected}")
            if expected in TURNED_AWAY and writes:
                wrong.append(f"{row} as {role} wrote {writes}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.promise("I15")
@pytest.mark.promise("C1")
@pytest.mark.promise("C2")
@pytest.mark.parametrize("section", SECTIONS)
def test_a_foreign_object_behind_the_own_door_looks_like_none(world, section):
    """Each word of the address alone is exchanged for B's, then for one that does not exist."""
    wrong = []
    for row in SECTIONS[section]:
        if set(row.allowed) == set(ROLES):
            continue
        route = ROUTES[row.route]
        mine = arguments(route, row, world, world.a)
        theirs = arguments(route, row, world, world.b)
        sent = body(row, world, world.a)
        for role, word in product(row.allowed, set(mine) & set(PRIVATE)):
            bodies = set()
            for other in {PRIVATE[word], theirs[word]} - {mine[word]}:
                with undone(), writes_noted() as writes:
                    answer = ask(world, role, row, {**mine, word: other}, sent=sent)
                bodies.add(without_its_marks(answer))
                if answer.status_code != 404 or writes:
                    wrong.append(f"{row} as {role} with {word}={other}: {answer} {writes}")
            if len(bodies) > 1:
                wrong.append(f"{row} as {role}: another's {word} and none are told apart")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("section", SECTIONS)
def test_other_methods_are_refused(world, section):
    """Asked by somebody whom the address lets in, so that nothing else refuses first."""
    wrong = []
    lines = {row.route: row for row in SECTIONS[section]}
    for name, line in lines.items():
        kwargs = arguments(ROUTES[name], line, world, world.a)
        role = (line.allowed or [NOBODY])[0]
        listed = {row.method for row in SECTIONS[section] if row.route == name}
        for method in set(METHODS) - listed:
            with undone():
                status = status_for(world, role, replace(line, method=method), kwargs, sent={})
            if status != 405:
                wrong.append(f"{method} {name} as {role}: {status}")
    assert not wrong, "\n".join(wrong)


def test_the_operators_desk_is_closed_to_everybody_else(world):
    wrong = []
    desk = [route for route in routes() if route.is_admin and not route.kwargs]
    for route, role in product(desk, set(ROLES) - {"operator"}):
        if route.name in ("admin:login", "admin:logout"):
            continue
        for method in ("get", "post"):
            with undone(), writes_noted() as writes:
                answer = getattr(world.clients[role], method)(reverse(route.name))
            to = answer.headers.get("Location", "")
            if answer.status_code != 302 or "?next=" not in to or writes:
                wrong.append(f"{method} {route.name} as {role}: {answer.status_code} {to}")
    assert not wrong, "\n".join(wrong)
    assert world.clients["operator"].get(reverse("admin:index")).status_code == 200
