"""Purchases for tests, made by the services that make them in the market."""

from backend.booths.models import Booth
from backend.catalogue.models import Variant
from backend.catalogue.selectors import sellable
from backend.orders import rules, services
from backend.orders.models import Order, Purchase
from backend.payments import services as payments

CONTACT = rules.Contact(name="Người mua", phone="+84912345678", email="nguoi.mua@example.vn")
ADDRESS = rules.Destination(commune_code="16093", street="Thôn 2")
BY_POST = rules.Delivery("post", "Bưu điện", "manual", 20_000, "2–3")
TO_FETCH = rules.Delivery("pickup", "Đến lấy tại gian hàng", "pickup", 0, "1")


def a_line(variant: Variant, quantity: int = 1) -> rules.LineDraft:
    goods = sellable([variant.pk])[variant.pk]
    return rules.LineDraft(
        variant_id=variant.pk,
        product_id=goods.product_id,
        product_name=goods.product_name,
        product_slug=goods.product_slug,
        variant_name=goods.variant_name,
        unit=goods.unit,
        image_stem=goods.image_stem,
        quantity=quantity,
        price_vnd=goods.price_vnd,
        ship_weight_grams=goods.ship_weight_grams,
    )


def a_purchase(
    *wishes: tuple[Variant, int],
    delivery: rules.Delivery = BY_POST,
    method: str = "cod",
    status: str = "pending",
    user=None,
    contact: rules.Contact = CONTACT,
    note: str = "",
) -> Purchase:
    """One order for each booth of the wished variants; payment columns alone, no Payment rows."""
    by_booth: dict[int, list[rules.LineDraft]] = {}
    for variant, quantity in wishes:
        by_booth.setdefault(variant.product.booth_id, []).append(a_line(variant, quantity))
    purchase = services.create_purchase(
        contact=contact,
        address=ADDRESS,
        drafts=[
            rules.OrderDraft(booth_id=booth, lines=lines, delivery=delivery, note=note)
            for booth, lines in by_booth.items()
        ],
        user=user,
    )
    for order in purchase.orders.all():
        services.set_payment(order=order, method=method, status=status)
    return purchase


def an_order(variant: Variant, quantity: int = 1, **fields) -> Order:
    return a_purchase((variant, quantity), **fields).orders.select_related("booth").get()


def at_state(order: Order, state: str, actor=None) -> Order:
    """Lead a fresh order along the usual way as far as `state`."""
    way = {
        "confirmed": lambda: services.confirm(order=order, actor=actor),
        "packed": lambda: services.pack(order=order, actor=actor),
        "handed_over": lambda: services.hand_over(order=order, actor=actor),
        "in_transit": lambda: services.move(order=order),
        "delivered": lambda: services.deliver(order=order, by=rules.CARRIER),
        "completed": lambda: services.complete(order=order, by=rules.SYSTEM),
    }
    aside = {
        "cancelled": ("pending", lambda: services.cancel(order=order, by="buyer", reason="Đổi ý")),
        "delivery_failed": ("in_transit", lambda: services.fail(order=order)),
        "returning": ("in_transit", lambda: services.turn_back(order=order)),
        "returned": ("in_transit", lambda: services.come_back(order=order)),
        "lost": ("in_transit", lambda: services.lose(order=order, by=rules.CARRIER)),
    }
    usual, last = aside.get(state, (state, None))
    for step, go in way.items():
        if usual == "pending":
            break
        go()
        if step == usual:
            break
    if last:
        last()
    assert order.state == state
    return order


def of_booth(purchase: Purchase, booth: Booth) -> Order:
    return purchase.orders.get(booth=booth)


def a_placed_purchase(
    *wishes: tuple[Variant, int], delivery: str = "post", method: str = "cod", **fields
) -> Purchase:
    """As a checkout makes it: with its Payment rows."""
    ways = {"post": BY_POST, "pickup": TO_FETCH}
    purchase = a_purchase(*wishes, delivery=ways[delivery], **fields)
    payments.prepare(
        purchase=purchase, choices={order.pk: method for order in purchase.orders.all()}
    )
    return purchase


def a_placed_order(variant: Variant, quantity: int = 1, **fields) -> Order:
    purchase = a_placed_purchase((variant, quantity), **fields)
    return purchase.orders.select_related("booth", "purchase__user").get()
