"""Every way to pay by its code; to add one, write its file and name it here."""

from backend.payments.contract import Provider
from backend.payments.providers import cod, vietqr

PROVIDERS: dict[str, Provider] = {
    provider.code: provider for provider in (cod.CashOnDelivery(), vietqr.VietQR())
}
