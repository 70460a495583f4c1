"""The buyer comes to the booth and fetches the goods, with a code."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.logistics.contract import Carrier, Consignment, Option


class Pickup(Carrier):
    code = "pickup"
    label = gettext_lazy("Đến lấy tại gian hàng")
    can = frozenset({"quote"})

    def quote(self, consignment: Consignment) -> list[Option]:
        """Nothing to pay; offered only by a booth that says where to come."""
        if not consignment.pickup_at:
            return []
        return [
            Option(
                code=self.code,
                label=_("Đến lấy tại gian hàng"),
                carrier=self.code,
                fee_vnd=0,
                days_min=consignment.prep_days,
                days_max=consignment.prep_days,
                detail=consignment.pickup_at,
            )
        ]
