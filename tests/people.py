"""The same few people in every test: who they are says what they may."""

from dataclasses import dataclass

from backend.accounts.models import StaffRole, User
from backend.booths.models import Booth, Membership
from tests.builders.booths import a_booth

PASSWORD = "mật khẩu đủ dài 9"


@dataclass(frozen=True)
class People:
    shopper: User
    other_shopper: User
    owner_a: User
    packer_a: User
    owner_b: User
    officer: User  # of province 38
    other_officer: User  # of province 48
    operator: User
    booth_a: Booth  # in province 38
    booth_b: Booth  # in province 48


def a_user(name: str, phone: str, **fields) -> User:
    return User.objects.create_user(PASSWORD, name=name, phone=phone, **fields)


def make_people() -> People:
    owner_a, packer_a = a_user("Chủ A", "+84900000101"), a_user("Gói A", "+84900000102")
    owner_b = a_user("Chủ B", "+84900000103")
    officer, other = a_user("Cán bộ 38", "+84900000104"), a_user("Cán bộ 48", "+84900000105")
    operator = a_user("Vận hành", "+84900000106", is_staff=True, is_superuser=True)
    booth_a = a_booth(name="Cửa hàng mẫu A", commune_id="16093")
    booth_b = a_booth(name="Cửa hàng mẫu B", commune_id="20194")
    Membership.objects.create(booth=booth_a, user=owner_a, role=Membership.Role.OWNER)
    Membership.objects.create(booth=booth_a, user=packer_a, role=Membership.Role.PACKER)
    Membership.objects.create(booth=booth_b, user=owner_b, role=Membership.Role.OWNER)
    StaffRole.objects.create(
        user=officer, role="officer", province_id="38", agency="Sở Công Thương"
    )
    StaffRole.objects.create(user=other, role="officer", province_id="48", agency="Sở Công Thương")
    StaffRole.objects.create(user=operator, role="operator")
    return People(
        shopper=a_user("Người mua", "+84900000107", email="nguoi.mua@example.vn"),
        other_shopper=a_user("Người mua khác", "+84900000108"),
        owner_a=owner_a,
        packer_a=packer_a,
        owner_b=owner_b,
        officer=officer,
        other_officer=other,
        operator=operator,
        booth_a=booth_a,
        booth_b=booth_b,
    )
