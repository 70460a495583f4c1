"""Is the market empty, and who may sign in to try it?"""

from dataclasses import dataclass

from django.conf import settings

from backend.accounts.models import User
from backend.booths.models import Booth
from backend.core.text import show_phone
from backend.demo.fixtures import read
from backend.demo.rules import PASSWORD, PRODUCER_BOOTH, TOUR_PHONE


@dataclass(frozen=True)
class Person:
    """Someone a visitor of the demo may become, and where that person's day begins."""

    key: str
    label: str
    user: User
    start: str


@dataclass(frozen=True)
class Tour:
    user: User
    booth_slug: str
    province_code: str


def is_empty() -> bool:
    return not Booth.objects.exists()


def people() -> list[Person]:
    """Shopper, producer, packer, officer of the home province, operator; in this order."""
    booth = Booth.objects.get(slug=PRODUCER_BOOTH)
    users = {user.phone: user for user in User.objects.filter(phone__in=_phones(booth))}
    officer = users[officer_phone()]
    shop = f"/ban-hang/{booth.slug}/"
    desk = f"/quan-ly/{officer.staff_roles.get().province_id}/"
    starts = ["/", shop, f"{shop}don-hang/", desk, "/admin/"]
    labels = ["Người mua", "Người bán", "Người gói", "Cán bộ tỉnh", "Vận hành"]
    keys = ["shopper", "producer", "packer", "officer", "operator"]
    return [
        Person(key, label, users[phone], start)
        for key, label, phone, start in zip(keys, labels, _phones(booth), starts, strict=True)
    ]


def tour() -> Tour:
    """One person with all three roles, since one browser signs in once: for the wide screen."""
    user = User.objects.get(phone=TOUR_PHONE)
    booth = user.memberships.get().booth
    return Tour(user, booth.slug, user.staff_roles.get().province_id or "")


def _phones(booth: Booth) -> list[str]:
    staff = read("staff")
    packer = next(each for each in staff["packers"] if each["booth"] == booth.slug)
    return [
        read("shoppers")[0]["phone"],
        booth.phone,
        packer["phone"],
        officer_phone(),
        staff["operator"]["phone"],
    ]


def officer_phone() -> str:
    """Of the home province; of a home without a sample officer, the first there is."""
    officers = read("staff")["officers"]
    at_home = [each for each in officers if each["province"] == settings.HOME_PROVINCE]
    return str((at_home or officers)[0]["phone"])


def sign_ins() -> list[tuple[str, str, str]]:
    """(label, phone as typed, password) of the demo's people."""
    return [(p.label, show_phone(p.user.phone or ""), PASSWORD) for p in people()]
