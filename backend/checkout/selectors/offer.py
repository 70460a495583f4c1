"""What would a checkout of this cart to that commune cost now, booth by booth?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from backend.booths.models import Booth
from backend.cart import rules as cart_rules
from backend.cart.models import Cart
from backend.cart.selectors import CartView, LineView
from backend.catalogue import rules as catalogue_rules
from backend.checkout import rules
from backend.checkout.models import Quote
from backend.logistics import rules as logistics_rules
from backend.logistics import services as logistics
from backend.logistics.contract import Option
from backend.orders import rules as order_rules
from backend.payments import services as payments
from backend.regions.models import Commune


@dataclass(frozen=True, slots=True)
class BoothOffer:
    """One booth's part of a purchase, as it can be had now."""

    booth: Booth
    lines: Sequence[LineView]
    options: Sequence[Option]
    payments: Sequence[str]

    @property
    def subtotal_vnd(self) -> int:
        return sum(line.subtotal_vnd for line in self.lines)

    def draft(self, choice: rules.Choice) -> order_rules.OrderDraft:
        option = next(each for each in self.options if each.code == choice.option)
        return order_rules.OrderDraft(
            booth_id=self.booth.pk,
            lines=[_line_draft(line) for line in self.lines],
            delivery=order_rules.Delivery(
                code=option.code,
                label=option.label,
                carrier=option.carrier,
                fee_vnd=option.fee_vnd,
                days=logistics_rules.days(option.days_min, option.days_max),
            ),
            note=choice.note,
        )

    def usual(self) -> order_rules.OrderDraft:
        """With the option that stands first."""
        return self.draft(rules.Choice(self.options[0].code, "", ""))

    def as_json(self) -> dict[str, Any]:
        return {
            "booth": {"slug": self.booth.slug, "name": self.booth.name},
            "lines": [_line_json(line) for line in self.lines],
            "subtotal_vnd": self.subtotal_vnd,
            "discount_vnd": 0,
            "options": [_option_json(option) for option in self.options],
            "payments": list(self.payments),
        }


def offers(view: CartView, commune: Commune) -> list[BoothOffer]:
    """For the ticked lines that can be bought, by booth; as many queries for one as for twenty."""
    lines_of = order_rules.split_by_booth(view.to_buy)
    found = Booth.objects.select_related("commune__province").in_bulk(lines_of)
    booths = [found[booth_id] for booth_id in lines_of]
    weights = [sum(_weight(line) for line in lines_of[booth.pk]) for booth in booths]
    goods = [logistics.Goods(*each) for each in zip(booths, weights, strict=True)]
    options_of = logistics.offers(goods=goods, to_commune=commune)
    return [
        BoothOffer(
            booth=booth,
            lines=lines_of[booth.pk],
            options=options,
            payments=payments.methods_for(
                booth, sum(line.subtotal_vnd for line in lines_of[booth.pk])
            ),
        )
        for booth, options in zip(booths, options_of, strict=True)
    ]


def latest_quote(cart: Cart) -> Quote | None:
    return Quote.objects.filter(cart=cart).order_by("-pk").first()


def changes(view: CartView) -> list[rules.Difference]:
    """What is not as the shopper last saw it in the cart."""
    booth_of = {line.id: line.goods.booth_slug for line in view.lines}
    return [_difference(change, booth_of[change.line]) for change in view.changes]


def differences(
    quoted: Sequence[dict[str, Any]],
    view: CartView,
    now: Sequence[BoothOffer],
    chosen: dict[str, rules.Choice],
) -> list[rules.Difference]:
    """What is not as quoted, goods first; none means: place it.

    Where a booth's goods differ its postage does so too, and is not told besides.
    """
    offer_of = {offer.booth.slug: offer for offer in now}
    found = _goods_differences(quoted, view)
    told = {each.booth for each in found if each.kind not in ("price_up", "price_down")}
    for order in quoted:
        slug = order["booth"]["slug"]
        if slug in offer_of and slug not in told:
            found += _terms_differences(order, offer_of[slug], chosen[slug])
    return found


def _goods_differences(quoted: Sequence[dict[str, Any]], view: CartView) -> list[rules.Difference]:
    wished = {
        line.variant_id: line
        for line in view.lines
        if line.is_selected and not line.is_saved_for_later
    }
    found = []
    for order in quoted:
        slug = order["booth"]["slug"]
        for was in order["lines"]:
            line = wished.pop(was["variant"], None)
            if line is None or line.quantity != was["quantity"]:
                name = was["product"]["name"]
                found.append(rules.cart_changed(slug, name, line=was["id"], variant=was["variant"]))
                continue
            found += [
                _difference(change, slug)
                for change in cart_rules.changes(
                    line=line.id,
                    variant=line.variant_id,
                    quantity=was["quantity"],
                    seen_price_vnd=was["price_vnd"],
                    goods=line.goods,
                )
            ]
    added = [line for line in wished.values() if line.will_be_bought]
    return found + [
        rules.cart_changed(
            line.goods.booth_slug, line.goods.product_name, line=line.id, variant=line.variant_id
        )
        for line in added
    ]


def _terms_differences(
    quoted: dict[str, Any], offer: BoothOffer, choice: rules.Choice
) -> list[rules.Difference]:
    booth = quoted["booth"]
    was = next(option for option in quoted["options"] if option["code"] == choice.option)
    now = next((option for option in offer.options if option.code == choice.option), None)
    found = []
    if now is None:
        found.append(rules.option_gone(booth, was["label"]))
    elif now.fee_vnd != was["fee_vnd"]:
        found.append(rules.fee_changed(booth, now.label, was["fee_vnd"], now.fee_vnd))
    if choice.payment not in offer.payments:
        found.append(rules.payment_gone(booth))
    return found


def _difference(change: cart_rules.Change, booth: str) -> rules.Difference:
    return rules.Difference(
        change.kind,
        booth,
        change.text,
        old=change.old,
        new=change.new,
        line=change.line,
        variant=change.variant,
    )


def _weight(line: LineView) -> int:
    return line.goods.ship_weight_grams * line.buyable


def _line_draft(line: LineView) -> order_rules.LineDraft:
    goods = line.goods
    return order_rules.LineDraft(
        variant_id=line.variant_id,
        product_id=goods.product_id,
        product_name=goods.product_name,
        product_slug=goods.product_slug,
        variant_name=goods.variant_name,
        unit=goods.unit,
        image_stem=goods.image_stem,
        quantity=line.buyable,
        price_vnd=goods.price_vnd,
        ship_weight_grams=goods.ship_weight_grams,
    )


def _line_json(line: LineView) -> dict[str, Any]:
    goods = line.goods
    return {
        "id": line.id,
        "variant": line.variant_id,
        "product": {
            "id": goods.product_id,
            "name": goods.product_name,
            "slug": goods.product_slug,
            "url": catalogue_rules.product_url(goods.product_slug, goods.product_id),
        },
        "variant_name": goods.variant_name,
        "unit": goods.unit,
        "image": catalogue_rules.picture(goods.image_stem, goods.product_name),
        "quantity": line.buyable,
        "price_vnd": goods.price_vnd,
        "subtotal_vnd": line.subtotal_vnd,
    }


def _option_json(option: Option) -> dict[str, Any]:
    return {
        "code": option.code,
        "label": option.label,
        "fee_vnd": option.fee_vnd,
        "days": logistics_rules.days(option.days_min, option.days_max),
        "detail": option.detail,
    }
