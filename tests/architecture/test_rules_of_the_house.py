"""What every address, endpoint and job has in common."""

import inspect
import re
from pathlib import Path

import pytest
from django.apps import apps
from rest_framework.views import APIView

from backend.core.queue import TASKS
from backend.core.rest import Endpoint, StrictSerializer
from frontend.demo import urls as demo
from tests.architecture.routes import routes

ROOT = Path(__file__).parent.parent.parent
SOURCES = [*(ROOT / "backend").rglob("*.py"), *(ROOT / "frontend").rglob("*.py")]

# Reviewed: each of these shows nothing that is not for everybody, or asks for a key of its own.
OPEN_PAGES = {
    "shop:home", "shop:search", "shop:category", "shop:product", "shop:booth",
    "shop:provinces", "shop:province", "shop:commune",
    "robots", "sitemap", "sitemap-section", "media", "healthz", "readyz",
    "shop:header", "shop:cart", "shop:cart_add", "shop:cart_seen", "shop:cart_line",
    "shop:checkout", "shop:find_purchase",
    "shop:purchase", "shop:purchase_qr", "shop:purchase_action",  # the purchase's own key
    "account_login", "account_signup", "account_logout", "account_inactive",
    "account_request_login_code", "account_confirm_login_code", "account_verify_phone",
    "account_email_verification_sent", "account_reset_password",
    "account_confirm_password_reset_code", "account_complete_password_reset",
    "account_password_reset_completed", "admin:login",
    # These ask to sign in themselves, after keeping what was typed.
    "seller:order_action", "seller:transfer_action", "seller:refund_action", "seller:product",
    "seller:holiday",
}  # fmt: skip

# Reviewed: guarded by core.same_origin, which asks to confirm what comes from elsewhere.
# A purchase's page sends no referrer, so its forms carry `Origin: null`, which a token refuses.
WITHOUT_TOKEN = {"shop:cart_add", "shop:checkout", "shop:purchase_action"}

# Reviewed: the documentation of the API, generated, without data.
NOT_OURS = {"schema", "api-docs"}

OPEN_ENDPOINTS = {
    "api-provinces", "api-communes", "api-categories", "api-products", "api-product",
    "api-booths", "api-booth",
    "api-cart", "api-cart-lines", "api-cart-line", "api-quote", "api-checkout",
    "api-purchase", "api-order-cancel", "api-order-received", "api-order-complete",
    "api-order-sent", "api-order-cash",  # the purchase's own key
    "api-feed-webhook",  # signed
}  # fmt: skip


def endpoints() -> dict[str, type[APIView]]:
    return {
        route.name: route.endpoint
        for route in routes()
        if route.endpoint and route.name not in NOT_OURS
    }


def test_the_open_pages_are_the_reviewed_ones():
    found = {route.name for route in routes() if not route.is_api and route.is_open}
    assert found == OPEN_PAGES


def test_the_open_endpoints_are_the_reviewed_ones():
    assert {name for name, view in endpoints().items() if view.public} == OPEN_ENDPOINTS


def test_only_the_reviewed_pages_take_a_post_without_a_token():
    """The API reads the session behind its own check of the token (`SessionAuthentication`)."""
    found = {r.name for r in routes() if not r.endpoint and getattr(r.view, "csrf_exempt", False)}
    assert found == WITHOUT_TOKEN
    guarded = {r.name for r in routes() if "same_origin" in getattr(r.view, "__module__", "")}
    assert not guarded - WITHOUT_TOKEN


def test_the_pages_of_the_demo_are_wired_in_a_demo_alone(client):
    assert not {route.name for route in routes()} & {each.name for each in demo.urlpatterns}
    assert client.get("/demo/").status_code == 404


def test_every_address_has_a_name():
    assert [route.path for route in routes() if not route.name and not route.is_admin] == []


@pytest.mark.parametrize("name", endpoints())
def test_every_endpoint_is_built_on_the_strict_base(name):
    view = endpoints()[name]
    assert issubclass(view, Endpoint)
    assert Endpoint.initial is view.initial
    assert Endpoint.body is view.body
    for method in ("post", "put", "patch"):
        if handler := getattr(view, method, None):
            source = inspect.getsource(handler)
            assert "request.data" not in source
            assert "request.POST" not in source


def test_bodies_are_read_by_strict_serializers():
    """`self.body(X)`: every X of every endpoint refuses what it does not know."""
    read = set()
    for name, view in endpoints().items():
        module = inspect.getmodule(view)
        for used in re.findall(r"self\.body\((\w+)", inspect.getsource(module)):
            assert issubclass(getattr(module, used), StrictSerializer), name
            read.add(used)
    assert len(read) >= 8


def test_no_serializer_or_filter_takes_all_the_fields_of_a_model():
    takes_all = re.compile(r"fields\s*=\s*[\"']__all__")
    assert [file.name for file in SOURCES if takes_all.search(file.read_text())] == []


def test_every_enqueued_task_exists():
    named = {
        (file.name, name)
        for file in SOURCES
        for name in re.findall(r"enqueue\(\s*\"([\w.]+)\"", file.read_text())
    }
    assert named
    assert sorted(name for _file, name in named if name not in TASKS) == []


def test_every_task_belongs_to_its_app():
    ours = {config.label for config in apps.get_app_configs()}
    assert {name.split(".")[0] for name in TASKS} <= ours
