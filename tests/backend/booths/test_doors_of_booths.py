"""Who stands before a booth's door, and what each role may do behind it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from backend.booths import access, services
from backend.booths.models import Membership
from backend.core.errors import Conflict, NotAllowed, NotFound
from backend.core.models import AuditEvent

pytestmark = pytest.mark.django_db

PACKERS = {"orders.read", "orders.pack", "orders.ship", "products.read", "booth.read"}
OWNERS = PACKERS | {
    "orders.confirm", "orders.cancel", "products.edit", "money.read", "money.mark", "booth.edit",
}  # fmt: skip


def test_the_roles_are_these():
    assert {role: set(words) for role, words in access.CAPABILITIES.items()} == {
        Membership.Role.OWNER: OWNERS,
        Membership.Role.PACKER: PACKERS,
    }
    assert set(access.CAPABILITIES) == set(Membership.Role)


@pytest.mark.promise("I15")
@pytest.mark.parametrize("can", sorted(OWNERS))
def test_a_member_comes_as_far_as_the_role_reaches(people, can):
    slug = people.booth_a.slug
    assert access.booth_for(people.owner_a, slug, can) == people.booth_a
    if can in PACKERS:
        assert access.booth_for(people.packer_a, slug, can) == people.booth_a
    else:
        with pytest.raises(NotAllowed):
            access.booth_for(people.packer_a, slug, can)
    assert access.may(people.packer_a, people.booth_a, can) is (can in PACKERS)


@pytest.mark.promise("I15")
@pytest.mark.promise("I16")
@pytest.mark.parametrize("who", ["shopper", "owner_b", "officer", "other_officer", "operator"])
def test_everybody_else_finds_no_booth(people, who, caplog):
    with pytest.raises(NotFound):
        access.booth_for(getattr(people, who), people.booth_a.slug, "booth.read")
    assert [record.name for record in caplog.records] == ["security"]
    assert not access.may(getattr(people, who), people.booth_a, "booth.read")


def test_nobody_and_no_such_booth_are_answered_alike(people):
    with pytest.raises(NotFound):
        access.booth_for(AnonymousUser(), people.booth_a.slug, "booth.read")
    with pytest.raises(NotFound):
        access.booth_for(people.owner_a, "khong-co", "booth.read")


def test_an_ended_membership_opens_nothing(people):
    membership = Membership.objects.get(user=people.owner_a)
    services.end_membership(membership=membership)
    with pytest.raises(NotFound):
        access.booth_for(people.owner_a, people.booth_a.slug, "booth.read")
    assert access.booths_of(people.owner_a) == []


@pytest.mark.promise("I18")
def test_coming_and_going_leave_one_audit_row_each(people):
    before = AuditEvent.objects.count()
    membership = services.add_member(
        booth=people.booth_b, user=people.shopper, role="packer", actor=people.owner_b
    )
    services.end_membership(membership=membership, actor=people.owner_b)
    services.end_membership(membership=membership, actor=people.owner_b)
    rows = AuditEvent.objects.order_by("id")[before:]
    assert [(row.action, row.diff["role"]) for row in rows] == [
        ("booth.member_added", ["", "packer"]),
        ("booth.member_ended", ["packer", ""]),
    ]


def test_nobody_joins_twice(people):
    with pytest.raises(Conflict):
        services.add_member(booth=people.booth_a, user=people.owner_a, role="packer")


def test_a_person_sees_the_own_booths(people):
    services.add_member(booth=people.booth_b, user=people.owner_a, role="packer")
    assert access.booths_of(people.owner_a) == [people.booth_a, people.booth_b]
