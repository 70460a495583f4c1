"""Every product of the demo market is found by its name, typed in any way, before all others."""

import json

import pytest
from django.conf import settings

from backend.catalogue import rules, selectors, services
from backend.catalogue.models import Product
from backend.catalogue.selectors import ResultsQuery
from backend.core.text import strip_marks
from tests.builders.booths import a_booth

pytestmark = pytest.mark.django_db

DEMO = settings.ROOT / "fixtures" / "demo"


def rows(name: str) -> list[dict]:
    return json.loads((DEMO / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture
def demo(db) -> list[Product]:
    shelves = {}
    for row in rows("categories"):
        shelves[row["slug"]] = services.create_category(
            slug=row["slug"],
            name=row["name"],
            name_en=row["name_en"],
            parent=shelves.get(row["parent"]),
        )
    booths = {
        row["slug"]: a_booth(slug=row["slug"], name=row["name"], commune_id=row["commune"])
        for row in rows("booths")
    }
    products = []
    for row in rows("products"):
        product = services.create_product(
            booth=booths[row["booth"]],
            category=shelves[row["category"]],
            commune_id=row["commune"],
            name=row["name"],
            summary=row["summary"],
            search_extra=row["search_extra"],
            variants=row["variants"][:1],
        )
        services.publish(product)
        products.append(product)
    return products


def short(name: str) -> str:
    return " ".join(name.split()[: rules.MOST_WORDS])[: rules.LONGEST_QUERY]


def first_name(typed: str) -> str:
    return selectors.results(ResultsQuery(q=typed)).rows[0]["name"]


def test_every_product_is_the_first_one_found(demo):
    assert len(demo) >= 100
    missed = [
        (typed, found)
        for product in demo
        for typed in (short(product.name), strip_marks(short(product.name)).upper())
        if (found := first_name(typed)) != product.name
    ]
    assert missed == []


def test_what_people_type_finds_what_they_mean(demo):
    for typed, first in {
        "nuoc mam": "nước mắm",
        "chieu coi": "chiếu cói",
        "chiếu cói nga sơn": "chiếu cói",
        "mam tom": "mắm tôm",
        "que vo": "quế",
        "ca phe": "cà phê",
        "non la": "nón",
        "mat ong": "mật ong",
        "do uong": "",
    }.items():
        assert first in first_name(typed).lower(), typed
    for product in demo:
        place = strip_marks(f"{product.name.split()[0]} {product.province_name}").lower()
        found = selectors.results(ResultsQuery(q=place, page_size=100)).rows
        assert product.pk in {card["id"] for card in found}, place
