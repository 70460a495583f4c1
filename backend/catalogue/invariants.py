"""What must hold of stock and cards at every commit."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from backend.booths.models import Booth
from backend.catalogue.models import Product, Reservation, StockMove, Variant
from backend.core.invariants import register


@register("stock stays within its bounds", promise="I6")
def stock_is_within_bounds() -> Iterable[str]:
    """The database's own checks say so too; a dropped one would show here."""
    wrong = Variant.objects.filter(
        Q(on_hand__lt=0) | Q(reserved__lt=0) | Q(reserved__gt=F("on_hand"))
    )
    for pk, on_hand, reserved in wrong.values_list("pk", "on_hand", "reserved"):
        yield f"variant {pk}: {reserved} reserved of {on_hand}"


@register("stock moves add up to what is on hand", promise="I7")
def moves_add_up() -> Iterable[str]:
    moved = (
        StockMove.objects.filter(variant=OuterRef("pk"))
        .order_by()
        .values("variant")
        .annotate(total=Sum("delta"))
        .values("total")
    )
    wrong = Variant.objects.annotate(moved=Coalesce(moved, 0)).exclude(moved=F("on_hand"))
    for pk, on_hand, total in wrong.values_list("pk", "on_hand", "moved"):
        yield f"variant {pk}: {on_hand} on hand, its moves say {total}"


@register("what is held is what is reserved", promise="I7")
def reservations_add_up() -> Iterable[str]:
    held = (
        Reservation.objects.filter(variant=OuterRef("pk"), state=Reservation.State.HELD)
        .order_by()
        .values("variant")
        .annotate(total=Sum("quantity"))
        .values("total")
    )
    wrong = Variant.objects.annotate(held=Coalesce(held, 0)).exclude(held=F("reserved"))
    for pk, reserved, total in wrong.values_list("pk", "reserved", "held"):
        yield f"variant {pk}: {reserved} reserved, its reservations hold {total}"


@register("every claimed reservation moved its stock once", promise="I7")
def claims_moved_stock() -> Iterable[str]:
    moves = StockMove.objects.filter(
        reason=StockMove.Reason.SHIPPED,
        order_line_id=OuterRef("order_line_id"),
        variant=OuterRef("variant"),
        delta=-1 * OuterRef("quantity"),
    )
    claimed = Reservation.objects.filter(state=Reservation.State.CLAIMED)
    for pk in claimed.filter(~Exists(moves)).values_list("pk", flat=True):
        yield f"reservation {pk} was claimed, no move tells of it"


@register("only published goods of booths that sell are listed", promise="I17")
def listing_is_right() -> Iterable[str]:
    sale_units = Variant.objects.filter(product=OuterRef("pk"), is_active=True)
    right = Q(state=Product.State.PUBLISHED, booth__state=Booth.State.ACTIVE) & Exists(sale_units)
    products = Product.objects.all()
    for pk in products.filter(is_listed=True).exclude(right).values_list("pk", flat=True):
        yield f"product {pk} is listed and must not be"
    for pk in products.filter(right, is_listed=False).values_list("pk", flat=True):
        yield f"product {pk} should be listed"


@register("cards say what booth, place and sale units say")
def cards_are_true() -> Iterable[str]:
    on_offer = Variant.objects.filter(
        product=OuterRef("pk"), is_active=True, on_hand__gt=F("reserved")
    )
    cheapest = (
        Variant.objects.filter(product=OuterRef("pk"), is_active=True)
        .order_by("price_vnd")
        .values("price_vnd")[:1]
    )
    differs = (
        ~Q(booth_name=F("booth__name"))
        | ~Q(booth_slug=F("booth__slug"))
        | ~Q(province_code=F("commune__province_id"))
        | ~Q(category_path=F("category__path"))
        | ~Q(price_from_vnd=F("cheapest"))
        | Q(Exists(on_offer), in_stock=False)
        | Q(~Exists(on_offer), in_stock=True)
    )
    listed = Product.objects.filter(is_listed=True).annotate(cheapest=cheapest)
    return (f"product {pk}" for pk in listed.filter(differs).values_list("pk", flat=True))
