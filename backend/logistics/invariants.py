"""What must hold of parcels at every commit."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from backend.core.invariants import register
from backend.logistics import rules
from backend.logistics.models import Shipment, TrackingEvent


@register("a parcel's word is one that was told of it", promise="I12")
def words_were_told() -> Iterable[str]:
    told = TrackingEvent.objects.filter(shipment=OuterRef("pk"), word=OuterRef("word"))
    silent = Shipment.objects.exclude(word=Shipment.Word.CREATED).filter(~Exists(told))
    return silent.values_list("reference", flat=True)


@register("a parcel's rank is that of its word", promise="I12")
def ranks_fit() -> Iterable[str]:
    for word, rank in rules.RANKS.items():
        wrong = Shipment.objects.filter(word=word).exclude(rank=rank)
        yield from wrong.values_list("reference", flat=True)
