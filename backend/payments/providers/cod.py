"""Cash, when the parcel is handed over or fetched."""

from django.utils.translation import gettext_lazy as _

from backend.payments.contract import Account, Charge, Provider, Started


class CashOnDelivery(Provider):
    code = "cod"
    label = _("Trả tiền khi nhận hàng")

    def start(self, charge: Charge, account: Account | None) -> Started:
        return Started()
