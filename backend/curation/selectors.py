"""Which titles does a product hold, with what decision behind each?"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import IO, Any

from django.core.files.storage import storages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from backend.catalogue.models import Product
from backend.core import clock, text
from backend.core.errors import NotFound
from backend.curation import rules
from backend.curation.models import Recognition

REGISTER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Badge:
    """A recognition as the public reads it; `is_sample` is part of the words as well."""

    kind: str
    words: str
    title: str
    stars: int | None
    decision_number: str
    authority: str
    decided_on: date
    valid_until: date | None
    is_sample: bool


@dataclass(frozen=True, slots=True)
class RegisterQuery:
    """What an officer asks of the register; `standing` is active, ended or withdrawn."""

    q: str = ""
    kind: str = ""
    standing: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class RegisterPage:
    recognitions: list[Recognition]
    total: int
    page: int
    pages: int


def standing() -> QuerySet[Recognition]:
    """Not withdrawn and with evidence that may be shown."""
    return Recognition.objects.filter(withdrawn_at__isnull=True, evidence__in=rules.SHOWN_EVIDENCE)


def active_on(product: Product, day: date) -> list[Recognition]:
    """What the product may be proud of on `day`, one query."""
    return list(standing().filter(_counts_on(day), product=product))


def badges(product: Product, day: date | None = None) -> list[Badge]:
    """For the product's page, stars first; one query."""
    held = sorted(
        active_on(product, day or clock.today()),
        key=lambda each: (-(each.stars or 0), -each.decided_on.toordinal()),
    )
    return [_badge(recognition) for recognition in held]


def _badge(recognition: Recognition) -> Badge:
    words = recognition.get_kind_display()
    if recognition.stars:
        words = _("OCOP %(stars)s sao") % {"stars": recognition.stars}
    if recognition.is_sample:
        words = _("%(words)s (dữ liệu mẫu)") % {"words": words}
    return Badge(
        kind=recognition.kind,
        words=words,
        title=recognition.title,
        stars=recognition.stars,
        decision_number=recognition.decision_number,
        authority=recognition.authority,
        decided_on=recognition.decided_on,
        valid_until=recognition.valid_until,
        is_sample=recognition.is_sample,
    )


def register_of(province_code: str, query: RegisterQuery | None = None) -> RegisterPage:
    """The recognitions of the goods of a province's booths, the newest decision first."""
    query = query or RegisterQuery()
    found = _of_province(province_code).filter(_register_filter(query))
    pages = Paginator(found.order_by("-decided_on", "-id"), REGISTER_PAGE)
    page = pages.get_page(query.page)
    return RegisterPage(list(page.object_list), pages.count, page.number, pages.num_pages)


def ending_soon(province_code: str, days: int) -> list[Recognition]:
    """What ends within so many days from today, the next to end first."""
    today = clock.today()
    ending = _of_province(province_code).filter(
        withdrawn_at__isnull=True, valid_until__range=(today, today + timedelta(days=days))
    )
    return list(ending.order_by("valid_until", "id"))


def recognition_of_province(province_code: str, recognition_id: int) -> Recognition:
    """The officer's door to one record; NotFound in another province."""
    recognition = _of_province(province_code).filter(pk=recognition_id).first()
    if recognition is None:
        raise NotFound()
    return recognition


def products_of(province_code: str) -> QuerySet[Product]:
    """The goods of the province's booths by name, for the officer's form."""
    return (
        Product.objects.filter(booth__province_id=province_code)
        .only("name", "booth_name")
        .order_by("name", "id")
    )


def product_of_province(province_code: str, product_id: int) -> Product:
    """The officer's door to one product; NotFound for a booth of another province."""
    product = (
        Product.objects.filter(pk=product_id, booth__province_id=province_code)
        .select_related("booth", "commune")
        .first()
    )
    if product is None:
        raise NotFound()
    return product


def open_evidence(recognition: Recognition) -> tuple[IO[Any], str]:
    """The private file and its content type, to be streamed behind a door.

    Raises NotFound when none was handed in.
    """
    name = recognition.evidence_file
    content_type = rules.CONTENT_TYPES.get(name.rpartition(".")[2])
    storage = storages["private"]
    if not name or content_type is None or not storage.exists(name):
        raise NotFound()
    return storage.open(name), content_type


def _counts_on(day: date) -> Q:
    return Q(decided_on__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))


def _of_province(province_code: str) -> QuerySet[Recognition]:
    return Recognition.objects.filter(product__booth__province_id=province_code).select_related(
        "product__booth", "product__commune", "recorded_by"
    )


def _register_filter(query: RegisterQuery) -> Q:
    wanted = Q()
    if query.kind in Recognition.Kind.values:
        wanted &= Q(kind=query.kind)
    today = clock.today()
    match query.standing:
        case "active":
            wanted &= Q(withdrawn_at__isnull=True) & _counts_on(today)
        case "ended":
            wanted &= Q(withdrawn_at__isnull=True, valid_until__lt=today)
        case "withdrawn":
            wanted &= Q(withdrawn_at__isnull=False)
    for word in text.fold(query.q).split()[:10]:
        wanted &= Q(product__search_text__contains=f" {word}") | Q(decision_number__icontains=word)
    return wanted
