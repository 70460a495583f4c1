"""What does a seller hold? Always within a booth that came through its door."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from backend.booths.models import Booth
from backend.catalogue.models import Product, StockMove, Variant
from backend.core.errors import NotFound
from backend.core.text import fold

FEW_LEFT = 5


def products_of_booth(booth: Booth, *, q: str = "", shown: str = "") -> QuerySet[Product]:
    """All of them with their sale units, whatever their state; for a page on (id).

    `q` narrows by words of the name, typed with or without diacritics; `shown` to those that are
    few, out or hidden.
    """
    left = Variant.objects.filter(product=OuterRef("pk"), is_active=True, on_hand__gt=F("reserved"))
    on_offer = Q(state=Product.State.PUBLISHED)
    narrowing = {
        "few": on_offer & Exists(left.filter(on_hand__lte=F("reserved") + FEW_LEFT)),
        "out": on_offer & ~Exists(left),
        "hidden": ~on_offer,
    }
    products = Product.objects.filter(narrowing.get(shown, Q()), booth=booth)
    for word in fold(q).split():
        products = products.filter(search_text__contains=f" {word}")
    return products.prefetch_related("variants").order_by("-id")


def product_of_booth(booth: Booth, product_id: int) -> Product:
    """Raises NotFound for a product of another booth."""
    product = products_of_booth(booth).filter(pk=product_id).first()
    if product is None:
        raise NotFound()
    return product


def variant_of_booth(booth: Booth, product_id: int, variant_id: int) -> Variant:
    """Raises NotFound for a sale unit of another product or booth."""
    variant = (
        Variant.objects.filter(pk=variant_id, product__pk=product_id, product__booth=booth)
        .select_related("product")
        .first()
    )
    if variant is None:
        raise NotFound()
    return variant


def said_sold_out(product_ids: Iterable[int]) -> set[int]:
    """The products whose last stock move was "sold out", which can be taken back: one query."""
    last = StockMove.objects.filter(variant=OuterRef("pk")).order_by("-id").values("reason")[:1]
    said = Variant.objects.filter(product__in=list(product_ids)).annotate(last=Subquery(last))
    said = said.filter(last=StockMove.Reason.SOLD_OUT)
    return set(said.values_list("product_id", flat=True))


def selling_out(booth: Booth, *, at_most: int = FEW_LEFT, limit: int = 10) -> list[Variant]:
    """Sale units on offer that will soon be gone or are, the fewest first."""
    return list(
        Variant.objects.filter(
            product__booth=booth,
            product__state=Product.State.PUBLISHED,
            is_active=True,
            on_hand__lte=F("reserved") + at_most,
        )
        .select_related("product")
        .order_by(F("on_hand") - F("reserved"), "id")[:limit]
    )
