"""Which booths does the public see, and which does an officer keep in the register?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q, QuerySet

from backend.booths import rules
from backend.booths.models import Booth, Document, Membership, Review
from backend.core import clock
from backend.core.errors import NotFound
from backend.core.text import slugify

PUBLIC_STATES = (Booth.State.ACTIVE,)
REGISTER_ORDERINGS = {
    "name": ("name", "id"),
    "newest": ("-created_at", "-id"),
    "opened": ("-opened_at", "-id"),
    "state": ("state", "name", "id"),
}
REGISTER_PAGE = 50


def public() -> QuerySet[Booth]:
    """The booths that sell. Their products may still be hidden one by one."""
    return Booth.objects.filter(state__in=PUBLIC_STATES)


def public_booth(slug: str) -> Booth:
    """Raises NotFound for a booth that is not open yet, suspended or closed."""
    booth = public().select_related("commune", "province").filter(slug=slug).first()
    if booth is None:
        raise NotFound()
    return booth


def booth_on_show(slug: str) -> Booth:
    """One that sells, or one about to: seen and shared, though nothing can be bought there yet.

    Raises NotFound for any other.
    """
    shown = (*PUBLIC_STATES, Booth.State.SUBMITTED)
    booth = (
        Booth.objects.filter(slug=slug, state__in=shown)
        .select_related("commune", "province")
        .first()
    )
    if booth is None:
        raise NotFound()
    return booth


def public_booths(
    *, province_code: str | None = None, commune_code: str | None = None
) -> QuerySet[Booth]:
    """Newly opened first; for a keyset page on (opened_at, id)."""
    places: dict[str, Any] = {}
    if province_code is not None:
        places["province_id"] = province_code
    if commune_code is not None:
        places["commune_id"] = commune_code
    return (
        public()
        .filter(**places)
        .select_related("commune", "province")
        .order_by("-opened_at", "-id")
    )


def newly_opened(limit: int = 6, *, province_code: str | None = None) -> list[Booth]:
    return list(public_booths(province_code=province_code)[:limit])


def is_open(booth: Booth, day: date | None = None) -> bool:
    """Does it take orders on `day` (today)?"""
    return booth.state in PUBLIC_STATES and not rules.on_holiday(booth, day or clock.today())


def holiday_words(booth: Booth, day: date | None = None) -> str:
    """The notice of a holiday that is on or to come, else ""."""
    return rules.holiday_words(booth, day or clock.today())


def by_province() -> dict[str, int]:
    """How many booths sell, by province code."""
    rows = public().order_by().values_list("province_id").annotate(n=Count("id"))
    return dict(rows)


def by_commune(province_code: str) -> dict[str, int]:
    """How many booths sell in each commune of a province, by commune code."""
    rows = (
        public()
        .filter(province_id=province_code)
        .order_by()
        .values_list("commune_id")
        .annotate(n=Count("id"))
    )
    return dict(rows)


def owners_of(booth: Booth) -> list[Membership]:
    """The people to tell when something happens to the booth."""
    return list(
        Membership.objects.filter(
            booth=booth, role=Membership.Role.OWNER, ended_at__isnull=True
        ).select_related("user")
    )


def members_of(booth: Booth) -> list[Membership]:
    return list(
        Membership.objects.filter(booth=booth, ended_at__isnull=True)
        .select_related("user")
        .order_by("role", "id")
    )


# --- the officer's side ---


@dataclass(frozen=True, slots=True)
class RegisterQuery:
    """What an officer asks of the register; a word that is not understood filters nothing."""

    q: str = ""
    state: str = ""
    kind: str = ""
    commune: str = ""
    ordering: str = "name"
    page: int = 1

    def but(self, **changes: Any) -> "RegisterQuery":
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class RegisterPage:
    booths: list[Booth]
    total: int
    page: int
    pages: int


def register_of(province_code: str, query: RegisterQuery | None = None) -> RegisterPage:
    """All booths of a province in whatever state, without paging gaps past the last page."""
    query = query or RegisterQuery()
    booths = Booth.objects.filter(_register_filter(province_code, query))
    ordering = REGISTER_ORDERINGS.get(query.ordering, REGISTER_ORDERINGS["name"])
    pages = Paginator(
        booths.select_related("commune", "province").order_by(*ordering), REGISTER_PAGE
    )
    page = pages.get_page(query.page)
    return RegisterPage(list(page.object_list), pages.count, page.number, pages.num_pages)


def _register_filter(province_code: str, query: RegisterQuery) -> Q:
    wanted = Q(province_id=province_code)
    if query.state in Booth.State.values:
        wanted &= Q(state=query.state)
    if query.kind in Booth.Kind.values:
        wanted &= Q(kind=query.kind)
    if query.commune:
        wanted &= Q(commune_id=query.commune)
    if query.q.strip():
        wanted &= _named(query.q)
    return wanted


def _named(typed: str) -> Q:
    """By name with or without diacritics (the slug is the folded name), phone or tax code."""
    found = Q(name__icontains=typed.strip())
    if slug := slugify(typed):
        found |= Q(slug__contains=slug)
    digits = "".join(c for c in typed if c.isascii() and c.isdigit())
    if len(digits) >= 4:
        found |= Q(phone__contains=digits.lstrip("0")) | Q(tax_code__startswith=digits)
    return found


def state_counts(province_code: str) -> dict[str, int]:
    rows = (
        Booth.objects.filter(province_id=province_code)
        .order_by()
        .values_list("state")
        .annotate(n=Count("id"))
    )
    return dict(rows)


def waiting(province_code: str) -> list[Booth]:
    """The booths to verify, the longest waiting first, each with its papers and past reviews."""
    submitted = Booth.objects.filter(province_id=province_code, state=Booth.State.SUBMITTED)
    return list(_papers(submitted).order_by("submitted_at", "id"))


def waiting_count(province_code: str) -> int:
    return Booth.objects.filter(province_id=province_code, state=Booth.State.SUBMITTED).count()


def booth_of_province(province_code: str, slug: str) -> Booth:
    """The officer's door to one booth, with papers and reviews; NotFound in another province."""
    booth = _papers(Booth.objects.filter(province_id=province_code, slug=slug)).first()
    if booth is None:
        raise NotFound()
    return booth


def _papers(booths: QuerySet[Booth]) -> QuerySet[Booth]:
    return booths.select_related("commune", "province").prefetch_related(
        Prefetch("documents", Document.objects.order_by("id")),
        Prefetch("reviews", Review.objects.select_related("officer")),
    )


def in_bulk(booth_ids: Iterable[int]) -> dict[int, Booth]:
    return Booth.objects.select_related("commune", "province").in_bulk(list(booth_ids))
