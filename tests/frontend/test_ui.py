"""The shell and the components: no stranger's origin, nothing inline, nothing of the visitor."""

import re
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.core.management import call_command
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from backend.core.errors import Busy, NotAllowed, NotFound
from frontend import errors
from frontend.staticfiles import IMPORT

STATIC = settings.ROOT / "frontend" / "static"
TEMPLATES = settings.ROOT / "frontend" / "templates"


def drawn(source: str, path: str = "/tim/", **context: object) -> str:
    template = engines["pages"].from_string(source)
    return template.render(context, RequestFactory().get(path))


def product(**changes: object) -> SimpleNamespace:
    facts = {
        "name": "Nước mắm cốt", "url": "/sp/nuoc-mam-1/", "price_vnd": 125_000,
        "was_price_vnd": None, "price_from": False, "unit": "chai", "unit_price_vnd": 250_000,
        "unit_price_per": "l", "province_name": "Thanh Hóa", "commune_name": "Ba Làng",
        "booth_name": "Bà Năm", "ocop_stars": 4, "in_stock": True, "sold_text": "", "image": None,
    }  # fmt: skip
    return SimpleNamespace(**{**facts, **changes})


CARD = '{% from "ui/card.html" import product_card %}{{ product_card(product) }}'


def test_a_card_tells_price_unit_price_place_and_stars() -> None:
    card = drawn(CARD, product=product())
    assert "125.000\xa0₫" in card
    assert "250.000\xa0₫/l" in card
    assert "Ba Làng, Thanh Hóa" in card
    assert "OCOP 4 sao" in card


def test_a_sold_out_card_says_so_to_ears_as_well() -> None:
    heard = re.sub(
        r'<a class="card-picture".*?</a>',
        "",
        drawn(CARD, product=product(in_stock=False)),
        flags=re.S,
    )
    assert "Hết hàng" in heard


def test_a_name_cannot_become_markup() -> None:
    assert "<script>" not in drawn(CARD, product=product(name="<script>alert(1)</script>"))


class Contact(forms.Form):
    phone = forms.CharField(label="Số điện thoại", help_text="Người giao hàng sẽ gọi.")


FIELD = """{% from "ui/forms.html" import field, error_summary %}
{{ error_summary(form) }}{{ field(form.phone) }}"""


def test_a_wrong_field_is_tied_to_its_label_hint_error_and_summary() -> None:
    page = drawn(FIELD, form=Contact({"phone": ""}))
    assert '<label class="label" for="id_phone">' in page
    assert 'aria-describedby="id_phone_hint id_phone_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'href="#id_phone"' in page


def test_what_was_typed_is_kept_beside_the_error() -> None:
    class Strict(Contact):
        def clean_phone(self) -> str:
            raise forms.ValidationError("Số này thiếu một chữ số.")

    page = drawn(FIELD, form=Strict({"phone": "091234567"}))
    assert 'value="091234567"' in page
    assert "thiếu một chữ số" in page


def test_the_shell_of_the_shop_asks_nothing_about_the_visitor() -> None:
    request = RequestFactory().get("/")

    class Nobody:
        def __getattr__(self, name: str) -> object:
            raise AssertionError(f"the shop's shell read {name} of the visitor")

    request.user = request.session = Nobody()
    page = engines["pages"].from_string('{% extends "shop/base.html" %}').render({}, request)
    assert "csrfmiddlewaretoken" not in page
    assert "CSRF_COOKIE" not in request.META


def test_the_language_switch_leads_to_the_same_page() -> None:
    page = '{% extends "shop/base.html" %}'
    assert 'href="/en/tim/?q=na"' in drawn(page, path="/tim/?q=na")
    with translation.override("en"):
        english = drawn(page, path="/en/tim/?q=na")
    assert 'href="/tim/?q=na"' in english
    assert '<html lang="en"' in english


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_no_template_carries_inline_style_script_or_a_foreign_origin(template) -> None:
    source = template.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", source)
    assert not re.search(
        r"<script(?![^>]*(src=\"\{\{ static\(|type=\"application/ld\+json\"))", source
    )
    assert not re.search(r"(src|href|action)=\"(https?:)?//", source)


@pytest.mark.parametrize(
    "template", sorted((TEMPLATES / "ui").glob("*.html")), ids=lambda p: p.stem
)
def test_every_component_file_opens_with_the_names_of_its_arguments(template) -> None:
    first, source = template.read_text().split("\n", 1)
    assert first.startswith("{# ")
    assert first.endswith(" #}")
    named = re.findall(r"\{% macro ([a-z]\w*)\(", source)
    assert [name for name in named if name not in first] == []


def test_every_drawing_asked_for_is_in_the_sprite() -> None:
    drawings = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "img/icons.svg").read_text()))
    asked = {
        name
        for template in TEMPLATES.rglob("*.html")
        for name in re.findall(r"icon\('([\w-]+)'", template.read_text())
    }
    assert asked
    assert asked <= drawings


def test_only_the_tokens_name_a_colour() -> None:
    for sheet in (STATIC / "css").glob("*.css"):
        if sheet.name in {"tokens.css", "print.css"}:
            continue
        assert not re.search(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", sheet.read_text()), sheet.name


def test_the_shared_sheet_imports_what_lies_beside_it() -> None:
    names = IMPORT.findall((STATIC / "css/site.css").read_text())
    assert names == ["tokens.css", "base.css", "ui.css"]


def test_the_shared_sheet_is_collected_as_one_file(tmp_path, settings) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "frontend.staticfiles.OneSheetStorage"},
    }
    call_command("collectstatic", "--noinput", verbosity=0)
    (sheet,) = (path for path in (tmp_path / "css").glob("site.*.css"))
    assert "@import" not in sheet.read_text()
    assert re.search(r"--paper: #", sheet.read_text())
    assert ".card-name" in sheet.read_text()


@pytest.mark.parametrize(
    ("error", "status", "help_"),
    [
        (NotFound(), 404, 'name="q"'),
        (NotAllowed("Trang này của gian hàng Bà Năm."), 403, "gian hàng Bà Năm"),
        (Busy(), 503, "không thành hai đơn"),
    ],
)
def test_a_refusal_becomes_a_page_that_helps(error, status: int, help_: str) -> None:
    response = errors.answer(RequestFactory().get("/sp/x-1/"), error)
    assert response.status_code == status
    assert help_ in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_under_the_api_a_refusal_stays_json() -> None:
    response = errors.page_not_found(RequestFactory().get("/api/v1/nowhere/"), Exception())
    assert response["Content-Type"] == "application/problem+json"


def test_the_page_of_our_own_fault_needs_no_database() -> None:
    """No `db` mark here: any query would fail the test."""
    response = errors.server_error(RequestFactory().get("/thanh-toan/"))
    assert response.status_code == 500
    assert "không thành hai đơn" in response.content.decode()
