"""What does the checkout show of each booth, with what was chosen, and what does it come to?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from backend.cart.selectors import CartView
from backend.catalogue.rules import Picture, picture
from frontend.shop.forms import EACH, BoothForm

METHODS = ("vietqr", "cod")


@dataclass(frozen=True)
class Option:
    """A choice of one booth: a way of sending or of paying."""

    code: str
    label: str
    note: str
    fee_vnd: int | None
    is_chosen: bool


@dataclass(frozen=True)
class Line:
    name: str
    variant: str
    image: Picture | None
    price_vnd: int
    quantity: int
    total_vnd: int


@dataclass(frozen=True)
class BoothBill:
    """`options` is empty while nobody knows where it goes."""

    slug: str
    name: str
    url: str
    lines: list[Line]
    options: list[Option]
    payments: list[Option]
    form: BoothForm
    subtotal_vnd: int
    shipping_vnd: int | None
    total_vnd: int

    @property
    def delivery(self) -> Option | None:
        return next((option for option in self.options if option.is_chosen), None)

    @property
    def payment(self) -> Option | None:
        return next((option for option in self.payments if option.is_chosen), None)


@dataclass(frozen=True)
class Bill:
    booths: list[BoothBill]
    shared: list[Option]
    subtotal_vnd: int
    shipping_vnd: int | None
    total_vnd: int

    @property
    def is_complete(self) -> bool:
        """Every fee is known, so it may be ordered."""
        return self.shipping_vnd is not None

    @property
    def deliveries(self) -> dict[str, str]:
        return {each.slug: each.delivery.code for each in self.booths if each.delivery}

    @property
    def methods(self) -> dict[str, str]:
        return {each.slug: each.payment.code for each in self.booths if each.payment}


def unquoted(view: CartView, typed: Mapping[str, Any] | None) -> Bill:
    """Before the place is known: the goods alone."""
    booths = []
    for group in view.groups:
        lines = [
            Line(
                name=line.goods.product_name,
                variant=line.goods.variant_name,
                image=picture(line.goods.image_stem, ""),
                price_vnd=line.goods.price_vnd,
                quantity=line.buyable,
                total_vnd=line.subtotal_vnd,
            )
            for line in group.lines
            if line.will_be_bought
        ]
        if lines:
            booths.append(_booth(group.booth_slug, group.booth_name, lines, [], [], typed))
    return _bill(booths, [])


def quoted(orders: Sequence[Mapping[str, Any]], typed: Mapping[str, Any] | None) -> Bill:
    """Out of a stored quote's `orders`. A choice that is not offered falls back to the usual."""
    methods = [method for method in METHODS if any(method in each["payments"] for each in orders)]
    shared = _chosen((typed or {}).get("payment"), [*methods, EACH] if len(orders) > 1 else [])
    booths = []
    for order in orders:
        slug = order["booth"]["slug"]
        wanted = BoothForm.of(slug, typed)
        delivery = _chosen(
            wanted["delivery"].value(), [option["code"] for option in order["options"]]
        )
        own = wanted["payment"].value() if shared in (EACH, "") else shared
        offered = [method for method in METHODS if method in order["payments"]]
        payment = _chosen(own, offered)
        booths.append(
            _booth(
                slug,
                order["booth"]["name"],
                [_line(line) for line in order["lines"]],
                [_option(option, delivery) for option in order["options"]],
                [_method(method, payment) for method in offered],
                typed,
            )
        )
    choices = [*methods, EACH] if len(orders) > 1 else []
    return _bill(booths, [_method(method, shared) for method in choices])


def _bill(booths: list[BoothBill], shared: list[Option]) -> Bill:
    fees = [booth.shipping_vnd for booth in booths]
    known = [fee for fee in fees if fee is not None]
    return Bill(
        booths=booths,
        shared=shared,
        subtotal_vnd=sum(booth.subtotal_vnd for booth in booths),
        shipping_vnd=sum(known) if len(known) == len(fees) else None,
        total_vnd=sum(booth.total_vnd for booth in booths),
    )


def _booth(
    slug: str,
    name: str,
    lines: list[Line],
    options: list[Option],
    payments: list[Option],
    typed: Mapping[str, Any] | None,
) -> BoothBill:
    subtotal_vnd = sum(line.total_vnd for line in lines)
    fee_vnd = next((option.fee_vnd for option in options if option.is_chosen), None)
    return BoothBill(
        slug=slug,
        name=name,
        url=reverse("shop:booth", args=[slug]),
        lines=lines,
        options=options,
        payments=payments,
        form=BoothForm.of(slug, typed),
        subtotal_vnd=subtotal_vnd,
        shipping_vnd=fee_vnd,
        total_vnd=subtotal_vnd + (fee_vnd or 0),
    )


def _chosen(wanted: Any, offered: Sequence[str]) -> str:
    return wanted if wanted in offered else (offered[0] if offered else "")


def _line(line: Mapping[str, Any]) -> Line:
    return Line(
        name=line["product"]["name"],
        variant=line["variant_name"],
        image=line["image"],
        price_vnd=line["price_vnd"],
        quantity=line["quantity"],
        total_vnd=line["subtotal_vnd"],
    )


def _option(option: Mapping[str, Any], chosen: str) -> Option:
    days = _("khoảng %(days)s ngày") % {"days": option["days"]}
    return Option(
        code=option["code"],
        label=option["label"],
        note=" · ".join(filter(None, (days, option["detail"]))),
        fee_vnd=option["fee_vnd"],
        is_chosen=option["code"] == chosen,
    )


def _method(method: str, chosen: str) -> Option:
    label, note = {
        "vietqr": (
            _("Chuyển khoản VietQR"),
            _("Quét hoặc chép số tài khoản sau khi đặt; tiền vào thẳng tài khoản người bán."),
        ),
        "cod": (_("Trả tiền khi nhận hàng"), _("Tiền mặt, đưa cho người giao.")),
        EACH: (_("Chọn riêng từng gian hàng"), ""),
    }[method]
    return Option(method, label, note, None, method == chosen)
