"""What does the cart's page show: lines by booth, what they cost, what sending would cost?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.accounts import selectors as accounts
from backend.cart.models import Cart
from backend.cart.selectors import BoothGroup, CartView, LineView
from backend.catalogue.rules import Picture, picture
from backend.checkout import selectors as checkout
from backend.regions import selectors as regions
from backend.regions.models import Commune
from frontend.formats import dong
from frontend.jinja import local


@dataclass(frozen=True)
class Line:
    """`why_not` says why it cannot be bought now; `most` is what the stepper allows."""

    id: int
    variant_id: int
    name: str
    variant: str
    url: str
    image: Picture | None
    price_vnd: int
    subtotal_vnd: int
    quantity: int
    most: int
    is_selected: bool
    why_not: str
    changes: list[str]


@dataclass(frozen=True)
class Group:
    name: str
    url: str
    lines: list[Line]
    subtotal_vnd: int
    sending: str


@dataclass(frozen=True)
class Basket:
    groups: list[Group]
    saved: list[Line]
    changes: list[str]
    subtotal_vnd: int
    count: int
    to_buy: int


def basket(view: CartView, destination: Commune | None) -> Basket:
    changes_of: dict[int, list[str]] = {}
    for change in view.changes:
        changes_of.setdefault(change.line, []).append(change.text)
    sendings = _sendings(view, destination) if destination and view.to_buy else {}
    return Basket(
        groups=[_group(group, changes_of, sendings) for group in view.groups],
        saved=[_line(line, []) for line in view.saved],
        changes=[change.text for change in view.changes],
        subtotal_vnd=view.subtotal_vnd,
        count=view.count,
        to_buy=len(view.to_buy),
    )


def destination_of(cart: Cart | None, user: Any) -> Commune | None:
    """Where the parcels would go: as last asked for this cart, else to the member's own place."""
    quote = checkout.latest_quote(cart) if cart else None
    if quote:
        return regions.commune_or_none(quote.commune_id)
    if user.is_authenticated and (address := accounts.addresses_of(user).first()):
        return regions.commune_or_none(address.commune_id)
    return None


def _group(
    group: BoothGroup, changes_of: Mapping[int, list[str]], sendings: Mapping[int, str]
) -> Group:
    return Group(
        name=group.booth_name,
        url=reverse("shop:booth", args=[group.booth_slug]),
        lines=[_line(line, changes_of.get(line.id, [])) for line in group.lines],
        subtotal_vnd=group.subtotal_vnd,
        sending=sendings.get(group.booth_id, ""),
    )


def _line(line: LineView, changes: list[str]) -> Line:
    goods = line.goods
    return Line(
        id=line.id,
        variant_id=line.variant_id,
        name=goods.product_name,
        variant=goods.variant_name,
        url=local(goods.product_url),
        image=picture(goods.image_stem, ""),
        price_vnd=goods.price_vnd,
        subtotal_vnd=line.subtotal_vnd,
        quantity=line.quantity,
        most=max(goods.available, 1),
        is_selected=line.is_selected and line.buyable > 0,
        why_not=_why_not(goods.reason),
        changes=changes,
    )


def _why_not(reason: str) -> str:
    if not reason:
        return ""
    return {
        "sold_out": _("Hết hàng"),
        "booth_closed": _("Gian hàng đang tạm ngừng bán"),
        "holiday": _("Gian hàng đang nghỉ"),
    }.get(reason, _("Hiện không bán"))


def _sendings(view: CartView, destination: Commune) -> dict[int, str]:
    """By booth, the usual way of sending there."""
    return {
        offer.booth.pk: _("Gửi tới %(place)s: %(fee)s, %(label)s")
        % {
            "place": destination,
            "fee": dong(offer.options[0].fee_vnd),
            "label": offer.options[0].label,
        }
        for offer in checkout.offers(view, destination)
        if offer.options
    }
