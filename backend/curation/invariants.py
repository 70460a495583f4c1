"""What must hold between titles and the stars on the cards."""

from collections.abc import Iterable
from datetime import timedelta

from backend.catalogue.models import Product
from backend.catalogue.rules import stars_on
from backend.core import clock
from backend.core.invariants import register
from backend.curation import rules, selectors
from backend.curation.models import Recognition

# Another title may take over from one that ended only when the daily task has run.
_TASK_MAY_BE_LATE = timedelta(days=2)


@register("stars stand on a recognition")
def stars_agree() -> Iterable[str]:
    today = clock.today()
    held: dict[int, list[Recognition]] = {}
    for recognition in selectors.standing().filter(kind=Recognition.Kind.OCOP):
        held.setdefault(recognition.product_id, []).append(recognition)
    starred = Product.objects.filter(ocop_stars__isnull=False) | Product.objects.filter(pk__in=held)
    for product in starred.distinct():
        best = rules.best(held.get(product.pk, []), today)
        shown = stars_on(product.ocop_stars, product.ocop_valid_until, today)
        if shown is None and _ended_just_now(product):
            continue
        if shown != (best.stars if best else None):
            yield (
                f"product {product.pk} shows {shown} stars, its recognitions say "
                f"{best.stars if best else None}"
            )


def _ended_just_now(product: Product) -> bool:
    until = product.ocop_valid_until
    return until is not None and until >= clock.today() - _TASK_MAY_BE_LATE
