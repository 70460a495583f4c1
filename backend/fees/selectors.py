"""Which rate of a kind holds on a day?"""

from datetime import date

from django.db.models import Q

from backend.fees.models import Rate


def rate_on(kind: str, day: date) -> Rate:
    """The newest rate valid on the day; a migration seeds 0 %, so that there always is one."""
    valid = Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))
    return Rate.objects.filter(valid, kind=kind).latest("valid_from", "pk")
