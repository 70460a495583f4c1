"""Is the market empty, and who may sign in to try it?"""

from dataclasses import dataclass

from backend.accounts.models import User
from backend.booths.models import Booth
from backend.core.text import show_phone
from backend.demo.rules import PASSWORD, PRODUCER_BOOTH


@dataclass(frozen=True)
class Person:
    """Someone a visitor of the demo may become, and where that person's day begins."""

    key: str
    label: str
    user: User
    start: str


def is_empty() -> bool:
    return not Booth.objects.exists()


def people() -> list[Person]:
    """Shopper, producer, packer, officer of the home province, operator; in this order."""
    booth = Booth.objects.get(slug=PRODUCER_BOOTH)
    members = {m.role: m.user for m in booth.memberships.select_related("user")}
    officer = User.objects.filter(staff_roles__role="officer").order_by("pk").first()
    operator = User.objects.filter(staff_roles__role="operator").order_by("pk").first()
    shopper = User.objects.filter(memberships=None, staff_roles=None).order_by("pk").first()
    assert officer and operator and shopper
    role = officer.staff_roles.get()
    return [
        Person("shopper", "Người mua", shopper, "/"),
        Person("producer", "Người bán", members["owner"], f"/ban-hang/{booth.slug}/"),
        Person("packer", "Người gói", members["packer"], f"/ban-hang/{booth.slug}/don-hang/"),
        Person("officer", "Cán bộ tỉnh", officer, f"/quan-ly/{role.province_id}/"),
        Person("operator", "Vận hành", operator, "/admin/"),
    ]


def sign_ins() -> list[tuple[str, str, str]]:
    """(label, phone as typed, password) of the demo's people."""
    return [(p.label, show_phone(p.user.phone or ""), PASSWORD) for p in people()]
