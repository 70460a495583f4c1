"""Change what a person keeps with us: name, language, the addresses parcels go to."""

from django.db import transaction

from backend.accounts.models import Address, User
from backend.accounts.selectors import address_of
from backend.core import text
from backend.core.errors import Invalid
from backend.regions.models import Commune

MAX_ADDRESSES = 20


def rename(*, user: User, name: str, language: str) -> User:
    user.name = text.clean_line(name, 120)
    user.language = language
    user.save(update_fields=["name", "language"])
    return user


@transaction.atomic
def save_address(
    *,
    user: User,
    name: str,
    phone: str,
    commune: Commune,
    street: str,
    is_default: bool = False,
    address_id: int | None = None,
) -> Address:
    """Add an address, or change the user's own one with `address_id` (else NotFound).

    The first address is the default one. Raises Invalid beyond MAX_ADDRESSES.
    """
    # The user's row is the lock that keeps "one default" true between two tabs.
    User.objects.select_for_update().get(pk=user.pk)
    others = Address.objects.filter(user=user).exclude(pk=address_id or 0)
    address = address_of(user, address_id) if address_id else Address(user=user)
    if not address_id and others.count() >= MAX_ADDRESSES:
        raise Invalid("Sổ địa chỉ đã đủ 20 nơi. Bạn xoá bớt nơi không dùng.", code="too_many")
    address.name = text.clean_line(name, 120)
    address.phone = text.phone(phone)
    address.commune = commune
    address.street = text.clean_line(street, 255)
    address.is_default = is_default or not others.filter(is_default=True).exists()
    if address.is_default:
        others.update(is_default=False)
    address.save()
    return address


@transaction.atomic
def delete_address(*, user: User, address_id: int) -> None:
    """Forget an address; when it was the default one, the newest other takes its place."""
    address = address_of(user, address_id)
    address.delete()
    if address.is_default:
        newest = Address.objects.filter(user=user).order_by("-pk").first()
        if newest:
            newest.is_default = True
            newest.save(update_fields=["is_default"])
