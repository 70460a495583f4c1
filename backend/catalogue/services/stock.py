"""The one truth of stock: every change is a conditional UPDATE that the database decides.

A `version` goes up with every change, so that a seller who counts on an old page is told.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.catalogue.models import Product, Reservation, StockMove, Variant
from backend.catalogue.services.cards import follow_stock
from backend.catalogue.services.goods import edit_conflict
from backend.core import audit, clock
from backend.core.errors import Conflict, Invalid

MOST_ON_HAND = 1_000_000


class Want(NamedTuple):
    variant_id: int
    quantity: int
    order_line_id: int


def reserve(*, wants: Iterable[tuple[int, int, int]]) -> None:
    """Set units aside for order lines: (variant, quantity, order line) each.

    Raises Conflict insufficient_stock with `variant` and what is `available`; then the caller's
    transaction must be given up as a whole.
    """
    in_order = sorted(Want(*want) for want in wants)
    with transaction.atomic():
        for want in in_order:
            taken = Variant.objects.filter(
                pk=want.variant_id, on_hand__gte=F("reserved") + want.quantity
            ).update(reserved=F("reserved") + want.quantity, version=F("version") + 1)
            if not taken:
                raise _not_enough(want.variant_id)
        now = clock.now()
        Reservation.objects.bulk_create(
            Reservation(
                variant_id=want.variant_id,
                quantity=want.quantity,
                order_line_id=want.order_line_id,
                held_at=now,
            )
            for want in in_order
        )
        emptied = Variant.objects.filter(
            pk__in=[want.variant_id for want in in_order], on_hand=F("reserved")
        )
        if product_ids := set(emptied.values_list("product_id", flat=True)):
            follow_stock(product_ids)


def claim(order_line_ids: Iterable[int]) -> int:
    """What was held has left the house. Returns how many reservations this ended."""
    with transaction.atomic():
        ended = _end(order_line_ids, Reservation.State.CLAIMED)
        for reservation in ended:
            Variant.objects.filter(pk=reservation.variant_id).update(
                on_hand=F("on_hand") - reservation.quantity,
                reserved=F("reserved") - reservation.quantity,
                version=F("version") + 1,
            )
        StockMove.objects.bulk_create(
            StockMove(
                variant_id=reservation.variant_id,
                delta=-reservation.quantity,
                reason=StockMove.Reason.SHIPPED,
                order_line_id=reservation.order_line_id,
            )
            for reservation in ended
        )
    return len(ended)


def release(order_line_ids: Iterable[int]) -> int:
    """What was held may be sold again. Returns how many reservations this ended."""
    with transaction.atomic():
        ended = _end(order_line_ids, Reservation.State.RELEASED)
        for reservation in ended:
            Variant.objects.filter(pk=reservation.variant_id).update(
                reserved=F("reserved") - reservation.quantity, version=F("version") + 1
            )
        if ended:
            variants = Variant.objects.filter(pk__in={each.variant_id for each in ended})
            follow_stock(variants.values_list("product_id", flat=True))
    return len(ended)


def count_stock(
    *, variant: Variant, on_hand: int, version: int, actor: User | None = None
) -> Variant:
    """What a person counted, orders not yet handed over included.

    Raises Conflict edit_conflict for an old `version`, stock_below_reserved with `reserved`.
    """
    if not 0 <= on_hand <= MOST_ON_HAND:
        raise Invalid(_("Số lượng từ 0 đến 1.000.000."), field="on_hand", code="out_of_range")
    with transaction.atomic():
        before = Variant.objects.select_for_update().get(pk=variant.pk)
        if before.version != version:
            raise edit_conflict(before, {"on_hand": on_hand}, {"on_hand": before.on_hand})
        if before.reserved > on_hand:
            raise Conflict(
                _("Đang giữ %(reserved)s cho các đơn chưa gửi, không thể ghi ít hơn.")
                % {"reserved": before.reserved},
                code="stock_below_reserved",
                field="on_hand",
                reserved=before.reserved,
            )
        _recount([(before, on_hand)], StockMove.Reason.COUNTED, actor)
    variant.refresh_from_db()
    return variant


def mark_sold_out(
    *, product: Product | None = None, variant: Variant | None = None, actor: User | None = None
) -> None:
    """Nothing is left to sell, of the product or of one sale unit; what is held stays held."""
    with transaction.atomic():
        variants = _locked(product, variant)
        left = [(each, each.reserved) for each in variants if each.available]
        _recount(left, StockMove.Reason.SOLD_OUT, actor)


def undo_sold_out(
    *, product: Product | None = None, variant: Variant | None = None, actor: User | None = None
) -> None:
    """Put back what the last `mark_sold_out` took, where nothing was counted or sent since."""
    with transaction.atomic():
        back = []
        for each in _locked(product, variant):
            last = StockMove.objects.filter(variant=each).order_by("-id").first()
            if last and last.reason == StockMove.Reason.SOLD_OUT:
                back.append((each, each.on_hand - last.delta))
        _recount(back, StockMove.Reason.COUNTED, actor)


def _locked(product: Product | None, variant: Variant | None) -> Sequence[Variant]:
    if (product is None) == (variant is None):
        raise ValueError("either a product or one of its variants")
    variants = Variant.objects.select_for_update(of=("self",)).select_related("product__booth")
    if variant is not None:
        return list(variants.filter(pk=variant.pk))
    return list(variants.filter(product=product).order_by("pk"))


def _recount(counts: Iterable[tuple[Variant, int]], reason: str, actor: User | None) -> None:
    """The variants are locked, as `before`; the conditional UPDATE says so on SQLite as well."""
    product_ids = set()
    for before, on_hand in counts:
        changed = Variant.objects.filter(
            pk=before.pk, version=before.version, reserved__lte=on_hand
        ).update(on_hand=on_hand, version=F("version") + 1)
        if not changed:
            raise edit_conflict(before, {"on_hand": on_hand}, {"on_hand": before.on_hand})
        if on_hand == before.on_hand:
            continue
        product_ids.add(before.product_id)
        StockMove.objects.create(
            variant=before,
            delta=on_hand - before.on_hand,
            reason=reason,
            actor_id=actor.pk if actor else None,
        )
        audit.record(
            "variant.stock",
            subject=before,
            actor=actor,
            booth_id=before.product.booth_id,
            province_code=before.product.booth.province_id,
            diff={"on_hand": [before.on_hand, on_hand]},
            reason=reason,
        )
    if product_ids:
        follow_stock(product_ids)


def _end(order_line_ids: Iterable[int], state: str) -> list[Reservation]:
    """The held reservations of these lines that this call ended, in the order of variants."""
    held = Reservation.objects.filter(
        order_line_id__in=list(order_line_ids), state=Reservation.State.HELD
    ).order_by("variant_id", "id")
    now = clock.now()
    return [
        reservation
        for reservation in held
        if Reservation.objects.filter(pk=reservation.pk, state=Reservation.State.HELD).update(
            state=state, ended_at=now
        )
    ]


def _not_enough(variant_id: int) -> Conflict:
    variant = Variant.objects.filter(pk=variant_id).select_related("product").first()
    available = variant.available if variant else 0
    return Conflict(
        _("“%(name)s” chỉ còn %(available)s.")
        % {"name": variant.product.name if variant else "", "available": available}
        if available
        else _("“%(name)s” vừa hết hàng.") % {"name": variant.product.name if variant else ""},
        code="insufficient_stock",
        available=available,
        variant=variant_id,
    )
