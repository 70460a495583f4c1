"""Carry out the planned orders by the market's own services, each step at its own hour."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from backend.accounts.models import User
from backend.aftersales import services as aftersales
from backend.booths.models import Booth, Membership
from backend.cart import services as carts
from backend.catalogue.models import Product, Variant
from backend.checkout import services as checkout
from backend.core import clock, codes, queue
from backend.demo.fixtures import read
from backend.demo.services.plan import Plan
from backend.logistics import services as logistics
from backend.orders import services as orders
from backend.orders.models import Order, Purchase
from backend.orders.rules import Contact, Destination
from backend.partners.models import PartnerAccount
from backend.payments import services as payments
from backend.payments.contract import Event
from backend.payments.models import Payment, RefundPromise

WAYS: list[dict[str, Any]] = [
    {"way": "post", "waybill": "EB123456789VN"},
    {"way": "bus", "bus_number": "36B-012.34", "bus_phone": "+84900009999"},
    {"way": "post", "waybill": "EB987654321VN"},
]
STEP_HOURS = {
    "pay": 0.3, "pay_short": 0.01, "confirm": 3, "pack": 5, "ship": 6, "move": 10, "fail": 20,
    "deliver": 20, "turn_back": 6, "return": 24, "lose": 40, "complete": 60, "cancel_buyer": 2,
    "cancel_seller": 4, "refund": 20, "expire": 26,
}  # fmt: skip

_reference = count(1)


class History:
    """Knows the goods, the owners and the bank accounts once, for all the plans."""

    def __init__(self, products: dict[str, Product], shoppers: list[User]) -> None:
        self.shoppers = shoppers
        row_of = {product.pk: row for row, product in products.items()}
        self.variants = {
            (row_of[variant.product_id], variant.position): variant
            for variant in Variant.objects.all()
        }
        self.owners = {
            each.booth_id: each.user
            for each in Membership.objects.filter(role="owner").select_related("user")
        }
        self.accounts = {
            each.booth_id: each for each in PartnerAccount.objects.select_related("booth")
        }

    def carry_out(self, plans: Iterable[Plan], now: datetime) -> None:
        """Messages go out at their own hour too: the jobs of a step run before the next."""
        for number, plan in enumerate(plans):
            moment = now - plan.placed_ago
            with clock.at(moment):
                purchase = self._place(plan)
                queue.run_due()
            for order in purchase.orders.select_related("booth", "purchase"):
                self._tell(order, plan.story.steps, moment, now, number)

    def _place(self, plan: Plan) -> Purchase:
        facts = read("shoppers")[plan.shopper]
        user = self.shoppers[plan.shopper] if plan.is_member else None
        token = "" if user else codes.token()
        cart = carts.open(user=user, token=token, create=True)
        assert cart
        for want in plan.wants:
            variant = self.variants[want.row, want.position]
            carts.add_line(cart=cart, variant_id=variant.pk, quantity=want.quantity)
        quote = checkout.quote(cart=cart, commune_code=facts["commune"], street=facts["street"])
        offers = quote.body["orders"]
        purchase = checkout.place(
            key=codes.token(),
            cart=cart,
            contact=Contact(facts["name"], facts["phone"], facts.get("email") or ""),
            address=Destination(facts["commune"], facts["street"]),
            deliveries={each["booth"]["slug"]: each["options"][0]["code"] for each in offers},
            payment=plan.story.payment,
            notes={each["booth"]["slug"]: plan.note for each in offers if plan.note},
            user=user,
        )
        Order.objects.filter(purchase=purchase).update(is_sample=True)
        Purchase.objects.filter(pk=purchase.pk).update(is_sample=True)
        return purchase

    def _tell(
        self, order: Order, steps: tuple[str, ...], moment: datetime, now: datetime, number: int
    ) -> None:
        for step in steps:
            moment = min(moment + timedelta(hours=STEP_HOURS[step]), now)
            with clock.at(moment):
                self._step(step)(order, number)
                queue.run_due()
            order.refresh_from_db()

    def _step(self, name: str) -> Callable[[Order, int], object]:
        return {
            "pay": self._pay,
            "pay_short": lambda order, n: self._transfer(order, order.total_vnd // 2000 * 1000),
            "confirm": lambda order, n: orders.confirm(order=order, actor=self._owner(order)),
            "pack": lambda order, n: orders.pack(order=order, actor=self._owner(order)),
            "ship": lambda order, n: logistics.ship(
                order=order, actor=self._owner(order), **WAYS[n % len(WAYS)]
            ),
            "move": lambda order, n: orders.move(order=order),
            "fail": lambda order, n: orders.fail(order=order, note="Khách không nghe máy"),
            "deliver": lambda order, n: logistics.deliver(order=order, actor=self._owner(order)),
            "turn_back": lambda order, n: orders.turn_back(order=order),
            "return": lambda order, n: orders.come_back(order=order),
            "lose": lambda order, n: logistics.lose(
                order=order, actor=self._owner(order), note="Xe hỏng, kiện rơi dọc đường"
            ),
            "complete": lambda order, n: orders.complete(order=order, by="buyer"),
            "cancel_buyer": lambda order, n: aftersales.cancel(
                order=order, by="buyer", reason="Tôi đặt nhầm địa chỉ"
            ),
            "cancel_seller": lambda order, n: aftersales.cancel(
                order=order,
                by="seller",
                reason="Mẻ này không đạt, xin lỗi khách",
                actor=self._owner(order),
            ),
            "refund": self._refund,
            "expire": lambda order, n: aftersales.expire_unpaid(),
        }[name]

    def _owner(self, order: Order) -> User:
        return self.owners[order.booth_id]

    def _pay(self, order: Order, number: int) -> None:
        if order.booth_id in self.accounts:
            self._transfer(order, order.total_vnd)
        else:
            payment = Payment.objects.get(parts__order=order)
            payments.mark_received(payment=payment, actor=self._owner(order))

    def _transfer(self, order: Order, amount_vnd: int) -> None:
        """What the bank of a linked booth would say; a booth by hand looks for itself."""
        if account := self.accounts.get(order.booth_id):
            tell_transfer(account, amount_vnd, f"{order.code} thanh toan")

    def _refund(self, order: Order, number: int) -> None:
        for promise in RefundPromise.objects.filter(order=order, settled=""):
            payments.settle_refund(
                promise=promise, actor=self._owner(order), note="Đã chuyển trả qua ngân hàng"
            )


def tell_transfer(account: PartnerAccount, amount_vnd: int, content: str) -> None:
    number = next(_reference)
    payments.take_in(
        account=account,
        event=Event(
            event_id=f"demo-{number}",
            reference=f"FTDEMO{number:05d}",
            account_number=account.settings["account_number"],
            amount_vnd=amount_vnd,
            content=content,
            occurred_at=clock.now(),
        ),
    )


def tell_odd_transfers(booth: Booth, now: datetime) -> None:
    """Two transfers that match nothing, so that the list to look at is not empty."""
    account = PartnerAccount.objects.get(booth=booth)
    with clock.at(now - timedelta(hours=5)):
        tell_transfer(account, 120_000, "chuyen tien mua mam")
    with clock.at(now - timedelta(hours=2)):
        tell_transfer(account, 98_000, "DH2601ZZZZZZ co Lan gui")
