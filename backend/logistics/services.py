"""Offer ways of sending, and follow a parcel from the booth to the buyer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from backend.accounts.models import User
from backend.booths.models import Booth
from backend.core import clock
from backend.core.errors import Conflict, Invalid
from backend.logistics import rules, selectors
from backend.logistics.carriers import CARRIERS
from backend.logistics.contract import Consignment, Option, Place
from backend.logistics.models import Shipment, TrackingEvent
from backend.orders import rules as order_rules
from backend.orders import services as orders
from backend.orders.models import Order
from backend.payments import services as payments
from backend.regions import selectors as regions
from backend.regions.models import Commune
from backend.regions.rules import zone

_PARCEL = "P1"
_LATE_WORD = timedelta(days=2)
_LONGEST_RIDE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Goods:
    """What one booth has to send."""

    booth: Booth
    weight_grams: int


def options_for(*, booth: Booth, to_commune: Commune, weight_grams: int) -> list[Option]:
    return offers(goods=[Goods(booth, weight_grams)], to_commune=to_commune)[0]


def offers(*, goods: Sequence[Goods], to_commune: Commune) -> list[list[Option]]:
    """Each booth's ways of sending, the usual one first; one query for however many booths."""
    tariffs = selectors.tariffs_on(clock.today())
    return [_options(each, to_commune, tariffs) for each in goods]


@transaction.atomic
def ship(
    *,
    order: Order,
    actor: User | None,
    way: str,
    waybill: str = "",
    bus_number: str = "",
    bus_phone: str = "",
    arrives_at: datetime | None = None,
) -> Shipment:
    """The seller gave the parcel away: at the post office, to a bus, or set off with it.

    Raises Invalid(bus_number) for a bus without its number, Conflict for an order that is fetched.
    """
    orders.lock(order)
    if (sent := selectors.shipment_of(order)) and order.state == order_rules.HANDED_OVER:
        return sent
    _check_way(order, way, bus_number)
    _check_arrival(arrives_at)
    orders.set_shipment(order=order, carrier="manual", waybill=waybill)
    orders.hand_over(order=order, actor=actor, note=_how(way, waybill or bus_number, arrives_at))
    shipment = Shipment.objects.create(
        order=order,
        carrier="manual",
        way=way,
        reference=order.code + _PARCEL,
        waybill=waybill,
        bus_number=bus_number,
        bus_phone=bus_phone,
        arrives_at=arrives_at,
        word=Shipment.Word.CREATED,
        fee_vnd=order.shipping_vnd,
        weight_grams=order.weight_grams,
        created_at=clock.now(),
    )
    return _track(shipment, Shipment.Word.PICKED_UP)


@transaction.atomic
def deliver(
    *, order: Order, actor: User | None, pickup_code: str = "", by: str = order_rules.SELLER
) -> Order:
    """The goods are with the buyer; cash that was due at the door is now with the booth.

    Goods that are fetched are given out for the code that only the buyer was told
    (Invalid wrong_pickup_code).
    """
    before = orders.lock(order).state
    if order.carrier == order_rules.PICKUP and before == order_rules.PACKED:
        _check_pickup_code(order, pickup_code)
    orders.deliver(order=order, by=by, actor=actor)
    if before == order_rules.DELIVERED:
        return order
    if shipment := _parcel(order):
        _track(shipment, Shipment.Word.DELIVERED)
    if order_rules.is_cash(order):
        payments.record_cash(order=order)
    return order


@transaction.atomic
def lose(*, order: Order, actor: User | None, note: str = "") -> Order:
    """The seller learnt that the parcel is lost or broken."""
    orders.lose(order=order, by=order_rules.SELLER, actor=actor, note=note)
    if shipment := selectors.shipment_of(order):
        _track(shipment, Shipment.Word.LOST_DAMAGED, note)
    return order


def _options(goods: Goods, to_commune: Commune, tariffs: selectors.Tariffs) -> list[Option]:
    booth = goods.booth
    origin = regions.commune_or_none(booth.commune_id) or booth.commune
    way_there = zone(origin.province, to_commune.province)
    return [
        option
        for carrier in CARRIERS.values()
        for option in carrier.quote(
            Consignment(
                origin=_place(origin, booth.street),
                destination=_place(to_commune, ""),
                weight_grams=goods.weight_grams,
                prep_days=booth.prep_days,
                tariff=tariffs.get((carrier.code, way_there), ()),
                pickup_at=_pickup_at(booth, origin),
            )
        )
    ]


def _place(commune: Commune, street: str) -> Place:
    return Place(
        street=street,
        commune_code=commune.code,
        commune=str(commune),
        province_code=commune.province_id,
        province=str(commune.province),
    )


def _pickup_at(booth: Booth, commune: Commune) -> str:
    if not booth.pickup_street:
        return ""
    where = f"{booth.pickup_street}, {commune}, {commune.province}"
    return ". ".join(filter(None, (where, booth.pickup_hours, booth.pickup_note)))


def _check_way(order: Order, way: str, bus_number: str) -> None:
    if order.carrier == order_rules.PICKUP:
        raise Conflict(_("Khách đến lấy đơn này, không cần gửi đi."), code="wrong_state")
    if way not in Shipment.Way.values or way == Shipment.Way.PICKUP:
        raise Invalid(_("Chọn cách gửi: bưu điện, xe khách hoặc tự giao."), field="way")
    if way == Shipment.Way.BUS and not bus_number:
        raise Invalid(_("Ghi biển số xe để khách ra đón."), code="required", field="bus_number")


def _check_arrival(arrives_at: datetime | None) -> None:
    now = clock.now()
    if arrives_at and not now - _LATE_WORD <= arrives_at <= now + _LONGEST_RIDE:
        raise Invalid(_("Giờ xe tới nơi chưa đúng."), code="out_of_range", field="arrives_at")


def _check_pickup_code(order: Order, typed: str) -> None:
    if typed.strip() != order.pickup_code:
        raise Invalid(
            _("Mã nhận hàng chưa đúng. Bạn hỏi lại khách mã 6 số."),
            code="wrong_pickup_code",
            field="pickup_code",
        )


def _how(way: str, number: str, arrives_at: datetime | None) -> str:
    """For the trail and the buyer: which way, under which number, when. Stored, so Vietnamese."""
    with override("vi"):
        said = f"{Shipment.Way(way).label} {number}".strip()
        if arrives_at is None:
            return said
        time = timezone.localtime(arrives_at).strftime("%H:%M %d/%m")
        return _("%(way)s, tới nơi khoảng %(time)s") % {"way": said, "time": time}


def _parcel(order: Order) -> Shipment | None:
    """The order's parcel; one that is fetched gets its row when it is given out."""
    if order.carrier != order_rules.PICKUP:
        return selectors.shipment_of(order)
    return Shipment.objects.create(
        order=order,
        carrier=order_rules.PICKUP,
        way=Shipment.Way.PICKUP,
        reference=order.code + _PARCEL,
        weight_grams=order.weight_grams,
        created_at=clock.now(),
    )


def _track(shipment: Shipment, word: str, note: str = "") -> Shipment:
    """Store what is known; the parcel's own word never goes back."""
    TrackingEvent.objects.create(
        shipment=shipment, word=word, note=note, happened_at=clock.now(), recorded_at=clock.now()
    )
    if rules.goes_on(shipment.word, shipment.rank, word):
        shipment.word = word
        shipment.rank = rules.RANKS.get(word, shipment.rank)
        shipment.save(update_fields=["word", "rank"])
    return shipment
