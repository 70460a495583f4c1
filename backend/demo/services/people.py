"""The demo's people: shoppers, officers, the operator; owners and packers come with booths."""

from django.contrib.auth.hashers import make_password

from backend.accounts.models import Address, StaffRole, User
from backend.booths import services as booths
from backend.booths.models import Booth, Membership
from backend.core import clock
from backend.demo.fixtures import read
from backend.demo.rules import PASSWORD, TOUR_PHONE


class Cast:
    """Makes users with one hash of one password: a hundred Argon2 hashes would take a minute."""

    def __init__(self) -> None:
        self._hash = make_password(PASSWORD)

    def user(self, *, name: str, phone: str, email: str | None = None, **fields: bool) -> User:
        return User.objects.create(
            name=name,
            phone=phone,
            email=email,
            password=self._hash,
            phone_verified_at=clock.now(),
            **fields,
        )


def seed_staff(cast: Cast) -> dict[str, User]:
    """The officers by province code, the operator under ""; the home province has one."""
    staff = read("staff")
    found: dict[str, User] = {}
    for each in staff["officers"]:
        officer = cast.user(name=each["name"], phone=each["phone"], email=each["email"])
        StaffRole.objects.create(
            user=officer,
            role=StaffRole.Role.OFFICER,
            province_id=each["province"],
            agency=each["agency"],
        )
        found[each["province"]] = officer
    boss = staff["operator"]
    found[""] = cast.user(
        name=boss["name"],
        phone=boss["phone"],
        email=boss["email"],
        is_staff=True,
        is_superuser=True,
    )
    StaffRole.objects.create(user=found[""], role=StaffRole.Role.OPERATOR)
    return found


def seed_shoppers(cast: Cast) -> list[User]:
    shoppers = []
    for each in read("shoppers"):
        user = cast.user(name=each["name"], phone=each["phone"], email=each.get("email"))
        Address.objects.create(
            user=user,
            name=each["name"],
            phone=each["phone"],
            commune_id=each["commune"],
            street=each["street"],
            is_default=True,
        )
        shoppers.append(user)
    return shoppers


def seed_tour(cast: Cast, booth: Booth) -> None:
    """Someone who is shopper, seller and officer at once: for three frames on one screen."""
    user = cast.user(name="Người xem thử", phone=TOUR_PHONE)
    booths.add_member(booth=booth, user=user, role=Membership.Role.OWNER)
    StaffRole.objects.create(
        user=user,
        role=StaffRole.Role.OFFICER,
        province_id=booth.province_id,
        agency="Chợ thử",
    )
