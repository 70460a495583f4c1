"""How many goods are listed where, and at which addresses?"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from backend.catalogue import rules
from backend.catalogue.models import Product
from backend.catalogue.selectors.cards import listed


def products_per_province() -> dict[str, int]:
    """How many products are listed, by province of origin."""
    return _counted(listed(), "province_code")


def products_per_commune(province_code: str) -> dict[str, int]:
    return _counted(listed().filter(province_code=province_code), "commune_id")


def products_per_shelf() -> dict[str, int]:
    """How many products are listed, by the path of their own category."""
    return _counted(listed(), "category_path")


def product_counts(booth_ids: Iterable[int]) -> dict[int, int]:
    """How many products each booth has listed."""
    return _counted(listed().filter(booth__in=list(booth_ids)), "booth_id")


def _counted(products: QuerySet[Product], column: str) -> dict[Any, int]:
    counts = products.order_by().values_list(column).annotate(n=Count("id"))
    return dict(counts)


def listed_addresses() -> Iterator[tuple[str, datetime | None]]:
    """For a sitemap: the address of every listed product and since when."""
    found = listed().order_by("id").values_list("slug", "id", "published_at")
    for slug, product_id, published_at in found.iterator(chunk_size=2_000):
        yield rules.product_url(slug, product_id), published_at
