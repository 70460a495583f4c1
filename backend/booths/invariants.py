"""What must hold of every booth at every commit."""

from collections.abc import Iterable

from django.db.models import F

from backend.booths.models import Booth
from backend.core.invariants import register


@register("a booth lies in its commune's province", promise="I16")
def province_is_the_communes() -> Iterable[str]:
    elsewhere = Booth.objects.exclude(province_id=F("commune__province_id"))
    return (f"booth {slug}" for slug in elsewhere.values_list("slug", flat=True))


@register("a booth that sells was opened")
def active_booths_are_opened() -> Iterable[str]:
    never = Booth.objects.filter(state=Booth.State.ACTIVE, opened_at__isnull=True)
    return (f"booth {slug}" for slug in never.values_list("slug", flat=True))
