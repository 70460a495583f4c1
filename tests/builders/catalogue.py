"""Products and variants for tests."""

from itertools import count

from backend.booths.models import Booth
from backend.catalogue import services
from backend.catalogue.models import Category, Variant

_number = count(1)


def a_category(slug: str = "nuoc-mam", **fields) -> Category:
    return Category.objects.get_or_create(
        slug=slug,
        defaults={"name": "Nước mắm", "name_en": "Fish sauce", "path": f"/{slug}/", **fields},
    )[0]


def a_variant(
    booth: Booth,
    *,
    name: str | None = None,
    price_vnd: int = 90_000,
    on_hand: int = 20,
    commune_id: str | None = None,
    **product_fields,
) -> Variant:
    """A published product with one variant of 500 ml."""
    n = next(_number)
    product = services.create_product(
        booth=booth,
        category=product_fields.pop("category", None) or a_category(),
        commune_id=commune_id or booth.commune_id,
        name=name or f"Nước mắm mẫu {n}",
        variants=[
            {
                "name": "Chai 500 ml",
                "unit": "chai",
                "price_vnd": price_vnd,
                "net_volume_ml": 500,
                "ship_weight_grams": 850,
                "on_hand": on_hand,
            }
        ],
        **product_fields,
    )
    services.publish(product)
    return product.variants.get()
