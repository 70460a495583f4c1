"""Put wishes into a cart, change them, and take them out when they were bought."""

from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from backend.accounts.models import User
from backend.cart import rules
from backend.cart.models import Cart, CartLine
from backend.catalogue import selectors as catalogue
from backend.catalogue.selectors import Sellable
from backend.core import clock, money
from backend.core.errors import Conflict, Invalid, NotFound


def open(*, user: User | None, token: str = "", create: bool = False) -> Cart | None:
    """The open cart of a member, or of a guest by token; a guest's goes into the member's.

    `token` is one that cart.access has read, so it may become the key of a new cart.
    """
    guests = _guests_cart(token)
    if user is None:
        return guests or (_create(None, token) if create else None)
    own = Cart.objects.filter(user=user, closed_at=None).first()
    if guests is not None:
        return _merge(guests, own, user)
    return own or (_create(user, "") if create else None)


@transaction.atomic
def add_line(*, cart: Cart, variant_id: int, quantity: int) -> CartLine:
    """The same goods twice are one line. Raises NotFound, or Conflict when they cannot be had.

    Undoing a removal is adding again.
    """
    goods = _goods(variant_id)
    line = CartLine.objects.filter(cart=cart, variant_id=variant_id).first()
    wished = quantity + (line.quantity if line and not line.is_saved_for_later else 0)
    _check(wished, goods, variant_id)
    fields = {
        "quantity": wished,
        "seen_price_vnd": goods.price_vnd,
        "is_selected": True,
        "is_saved_for_later": False,
    }
    line, _is_new = CartLine.objects.update_or_create(
        cart=cart, variant_id=variant_id, defaults=fields, create_defaults=fields
    )
    _touch(cart)
    return line


@transaction.atomic
def change_line(*, cart: Cart, line_id: int, quantity: int) -> CartLine:
    line = _line(cart, line_id)
    goods = _goods(line.variant_id)
    _check(quantity, goods, line.variant_id)
    line.quantity = quantity
    line.seen_price_vnd = goods.price_vnd
    line.save(update_fields=["quantity", "seen_price_vnd"])
    _touch(cart)
    return line


@transaction.atomic
def edit_line(
    *,
    cart: Cart,
    line_id: int,
    quantity: int | None = None,
    is_selected: bool | None = None,
    is_saved_for_later: bool | None = None,
) -> None:
    """What is None stays as it is."""
    if is_selected is not None:
        select(cart=cart, line_id=line_id, is_selected=is_selected)
    if is_saved_for_later is not None:
        save_for_later(cart=cart, line_id=line_id, is_saved=is_saved_for_later)
    if quantity is not None:
        change_line(cart=cart, line_id=line_id, quantity=quantity)


def remove_line(*, cart: Cart, line_id: int) -> CartLine:
    """Return what was removed, so that it can be offered again."""
    line = _line(cart, line_id)
    CartLine.objects.filter(pk=line.pk).delete()
    return line


def select(*, cart: Cart, line_id: int, is_selected: bool) -> CartLine:
    """Tick a line to be bought now, or leave it for another time."""
    return _set(cart, line_id, is_selected=is_selected)


def save_for_later(*, cart: Cart, line_id: int, is_saved: bool) -> CartLine:
    return _set(cart, line_id, is_saved_for_later=is_saved)


@transaction.atomic
def forget_changes(*, cart: Cart) -> None:
    """The shopper has read what changed: prices count as seen, quantities are what can be had."""
    lines = list(cart.lines.filter(is_saved_for_later=False).select_for_update(no_key=True))
    shelves = catalogue.sellable([line.variant_id for line in lines])
    changed = []
    for line in lines:
        goods = shelves[line.variant_id]
        quantity = rules.buyable(line.quantity, goods) or line.quantity
        if (line.seen_price_vnd, line.quantity) != (goods.price_vnd, quantity):
            line.seen_price_vnd, line.quantity = goods.price_vnd, quantity
            changed.append(line)
    CartLine.objects.bulk_update(changed, ["seen_price_vnd", "quantity"])


def close(*, cart: Cart, variant_ids: Collection[int]) -> None:
    """Take out what was bought; the rest stays. Raises Conflict when another checkout was faster.

    Called inside the placement's transaction.
    """
    bought = CartLine.objects.filter(
        cart=cart, variant_id__in=variant_ids, is_selected=True, is_saved_for_later=False
    )
    gone, _by_model = bought.delete()
    if gone != len(set(variant_ids)):
        raise Conflict(
            _("Giỏ hàng vừa thay đổi. Bạn xem lại giỏ rồi đặt tiếp."), code="cart_changed"
        )


def _guests_cart(token: str) -> Cart | None:
    if not token:
        return None
    return Cart.objects.filter(token=token, user=None, closed_at=None).first()


def _create(user: User | None, token: str) -> Cart:
    """Two first adds at once make one cart."""
    try:
        with transaction.atomic():
            if token and not Cart.objects.filter(token=token).exists():
                return Cart.objects.create(user=user, token=token)
            return Cart.objects.create(user=user)
    except IntegrityError:
        return Cart.objects.get(closed_at=None, **({"user": user} if user else {"token": token}))


@transaction.atomic
def _merge(guests: Cart, own: Cart | None, user: User) -> Cart:
    """Quantities of the same goods add up. Whoever closes the guest's cart merges it, once."""
    if own is None:
        own = _create(user, "")
    if not Cart.objects.filter(pk=guests.pk, closed_at=None).update(closed_at=clock.now()):
        return own
    mine = {line.variant_id: line for line in own.lines.all()}
    for line in guests.lines.all():
        if same := mine.get(line.variant_id):
            same.quantity = min(same.quantity + line.quantity, money.MAX_QUANTITY)
            same.is_saved_for_later = same.is_saved_for_later and line.is_saved_for_later
            same.save(update_fields=["quantity", "is_saved_for_later"])
        else:
            CartLine.objects.filter(pk=line.pk).update(cart=own)
    _touch(own)
    return own


def _line(cart: Cart, line_id: int) -> CartLine:
    line = CartLine.objects.filter(cart=cart, pk=line_id).first()
    if line is None:
        raise NotFound()
    return line


def _set(cart: Cart, line_id: int, **columns: bool) -> CartLine:
    line = _line(cart, line_id)
    CartLine.objects.filter(pk=line.pk).update(**columns)
    for name, value in columns.items():
        setattr(line, name, value)
    return line


def _goods(variant_id: int) -> Sellable:
    goods = catalogue.sellable([variant_id]).get(variant_id)
    if goods is None:
        raise NotFound()
    return goods


def _check(quantity: int, goods: Sellable, variant_id: int) -> None:
    if quantity > money.MAX_QUANTITY:
        raise Invalid(
            _("Mỗi loại mua tối đa %(most)s.") % {"most": money.MAX_QUANTITY},
            code="max_value",
            field="quantity",
        )
    [*found] = rules.changes(
        line=0,
        variant=variant_id,
        quantity=quantity,
        seen_price_vnd=goods.price_vnd,
        goods=goods,
    )
    for change in found:
        code = (
            "insufficient_stock"
            if change.kind in (rules.SOLD_OUT, rules.LESS_STOCK)
            else "unavailable"
        )
        available = goods.available if code == "insufficient_stock" else 0
        raise Conflict(change.text, code=code, variant=variant_id, available=available)


def _touch(cart: Cart) -> None:
    Cart.objects.filter(pk=cart.pk).update(touched_at=clock.now())
