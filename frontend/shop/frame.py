"""What stands around a public page: the aisles above it, and what it says of itself to machines."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.catalogue.models import Category
from backend.catalogue.rules import Picture
from backend.catalogue.selectors import CategoryTree
from frontend.jinja import home_province, is_english
from frontend.shop import jsonld

Crumb = tuple[str, str]


@dataclass(frozen=True, slots=True)
class About:
    """The page in a few words. `path` is its one address, without what counts for nothing."""

    title: str
    description: str
    path: str
    picture: Picture | None = None
    kind: str = "website"
    is_indexed: bool = True
    facts: list[dict[str, Any]] = field(default_factory=list)

    @property
    def image(self) -> str:
        return f"{settings.SITE_URL}{self.picture['src']}" if self.picture else ""


def show(
    request: HttpRequest,
    template: str,
    about: About,
    *,
    tree: CategoryTree,
    aisle: Category | None = None,
    crumbs: list[Crumb] | None = None,
    **context: Any,
) -> HttpResponse:
    """The same bytes for every visitor; `crumbs` are links down to the page, which is the last."""
    facts = [*about.facts, *([jsonld.breadcrumbs(crumbs)] if crumbs else [])]
    frame = {
        "about": about,
        "page_path": about.path,
        "structured": jsonld.script(facts),
        "categories": aisles(tree, aisle),
        "crumbs": crumbs,
    }
    return render(request, f"shop/{template}.html", {**frame, **context})


def aisles(tree: CategoryTree, current: Category | None = None) -> list[dict[str, Any]]:
    """The top shelves; the one above the current page is marked."""
    return [
        {
            "name": category_name(category),
            "url": reverse("shop:category", args=[category.slug]),
            "current": current is not None and current.path.startswith(category.path),
        }
        for category in tree.top
    ]


def category_name(category: Category) -> str:
    return category.name_en if is_english() else category.name


def titled(words: str) -> str:
    return f"{words} · Chợ Số {home_province().name}"


def home_crumb() -> Crumb:
    return _("Trang chủ"), reverse("shop:home")
