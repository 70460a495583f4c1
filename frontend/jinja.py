"""What every page template can call: addresses, translations, icons, formats, the home province."""

import csv
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from frontend.formats import FILTERS

PROVINCES = settings.ROOT / "fixtures" / "regions" / "provinces.csv"
KINDS = {"tinh": "Tỉnh", "thanh_pho": "Thành phố"}


@dataclass(frozen=True)
class HomeProvince:
    """The province this market speaks for; its colours are chosen by `code` in tokens.css."""

    code: str
    name: str
    full_name: str
    slug: str


@cache
def home_province() -> HomeProvince:
    """Read from the shipped list, not from the database: error pages need it too."""
    with PROVINCES.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["code"] == settings.HOME_PROVINCE:
                full_name = f"{KINDS[row['kind']]} {row['name']}"
                return HomeProvince(row["code"], row["name"], full_name, row["slug"])
    raise LookupError(f"HOME_PROVINCE: no province has the code {settings.HOME_PROVINCE}")


def url(name: str, *args: object, **kwargs: object) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def is_english() -> bool:
    return get_language() == "en"


def local(path: str) -> str:
    """A fixed address in the language of the page: /tim/ or /en/tim/."""
    return f"/en{path}" if is_english() else path


def in_other_language(path: str) -> str:
    """The same page in the other language; the path alone decides the language."""
    if path == "/en" or path.startswith("/en/"):
        return path.removeprefix("/en") or "/"
    return f"/en{path}"


@cache
def icon(name: str, label: str = "") -> Markup:
    """One drawing of the sprite; with a label it speaks for itself, else it is decoration."""
    drawing = Markup('<use href="{}#{}"></use>').format(static("img/icons.svg"), name)
    if not label:
        return Markup('<svg class="icon" aria-hidden="true">{}</svg>').format(drawing)
    return Markup('<svg class="icon" role="img" aria-label="{}">{}</svg>').format(label, drawing)


@pass_context
def csrf_field(context: Context) -> str:
    """The hidden token of a form; private pages only, since it binds the page to one visitor."""
    return str(context["csrf_input"])


def environment(**options: Any) -> Environment:
    env = Environment(  # noqa: S701 -- Django's backend passes autoescape=True
        **{
            "trim_blocks": True,
            "lstrip_blocks": True,
            "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
            **options,
        }
    )
    env.install_gettext_callables(gettext, ngettext, newstyle=False)  # type: ignore[attr-defined]
    env.filters.update(FILTERS)
    env.globals.update(
        static=cache(static),
        url=url,
        local=local,
        is_english=is_english,
        in_other_language=in_other_language,
        icon=icon,
        csrf_field=csrf_field,
        get_messages=get_messages,
        home_province=home_province(),
        demo=settings.DEMO,
        site_url=settings.SITE_URL,
        operator_name=settings.OPERATOR_NAME,
        operator_contact=settings.OPERATOR_CONTACT,
    )
    return env
