"""Which postage holds on a day, and what is known of an order's parcel?"""

from collections import defaultdict
from datetime import date

from django.db.models import Q

from backend.logistics.contract import Rate
from backend.logistics.models import RateRow, Shipment
from backend.orders.models import Order

Tariffs = dict[tuple[str, str], list[Rate]]


def tariffs_on(day: date) -> Tariffs:
    """The tables of all carriers valid on the day, by (carrier, zone): one query."""
    tariffs: Tariffs = defaultdict(list)
    for row in RateRow.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day
    ).order_by("option", "up_to_grams", "pk"):
        rate = Rate(
            option=row.option,
            up_to_grams=row.up_to_grams,
            fee_vnd=row.fee_vnd,
            extra_kg_vnd=row.extra_kg_vnd,
            days_min=row.days_min,
            days_max=row.days_max,
        )
        tariffs[row.carrier, row.zone].append(rate)
    return tariffs


def shipment_of(order: Order) -> Shipment | None:
    """The parcel that is, or was last, on its way."""
    return order.shipments.order_by("-pk").first()
