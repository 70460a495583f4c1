"""The seller sends the parcel: at the post office, by a bus, or on the own motorbike."""

from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.logistics import rules
from backend.logistics.contract import Carrier, Consignment, Option

POST, BUS, OWN = "post", "bus", "own"
WAYS = (POST, BUS, OWN)


class Manual(Carrier):
    """Priced by the dated table; the seller says how the parcel goes on."""

    code = "manual"
    label = gettext_lazy("Người bán tự gửi")
    can = frozenset({"quote"})

    def quote(self, consignment: Consignment) -> list[Option]:
        by_way = sorted(consignment.tariff, key=lambda rate: WAYS.index(rate.option))
        options = []
        for way, rates in groupby(by_way, lambda rate: rate.option):
            if way == OWN and not _same_province(consignment):
                continue
            step = rules.step_for(list(rates), consignment.weight_grams)
            options.append(
                Option(
                    code=way,
                    label=_label(way),
                    carrier=self.code,
                    fee_vnd=rules.postage(step, consignment.weight_grams),
                    days_min=consignment.prep_days + step.days_min,
                    days_max=consignment.prep_days + step.days_max,
                )
            )
        return options


def _label(way: str) -> str:
    return {POST: _("Bưu điện"), BUS: _("Xe khách"), OWN: _("Người bán tự giao")}[way]


def _same_province(consignment: Consignment) -> bool:
    return consignment.origin.province_code == consignment.destination.province_code
