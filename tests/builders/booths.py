"""Booths for tests."""

from itertools import count

from backend.booths.models import Booth
from backend.core import clock
from backend.regions.models import Commune

_number = count(1)


def a_booth(*, name: str = "Gian hàng mẫu", commune_id: str = "16093", **fields) -> Booth:
    """An active booth that takes VietQR by hand and cash; pass fields to differ."""
    n = next(_number)
    commune = Commune.objects.get(pk=commune_id)
    return Booth.objects.create(
        **{
            "slug": f"gian-hang-mau-{n}",
            "name": name,
            "kind": Booth.Kind.COOPERATIVE,
            "state": Booth.State.ACTIVE,
            "commune": commune,
            "province_id": commune.province_id,
            "street": "Thôn 1",
            "contact_name": "Cô Mận",
            "phone": f"+8490000{n:04d}",
            "payment_state": Booth.PaymentState.BY_HAND,
            "bank_bin": "970436",
            "bank_name": "Vietcombank",
            "bank_account_number": f"0900{n:06d}",
            "bank_account_holder": "HTX MAU",
            "opened_at": clock.now(),
            **fields,
        }
    )
