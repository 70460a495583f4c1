"""Which place is meant: provinces, communes, a name typed without diacritics, the neighbours?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest

from django.conf import settings
from django.utils.translation import gettext as _

from backend.core.errors import Invalid
from backend.regions import rules
from backend.regions.models import Commune, FormerUnit, Province

FORMER_NAMES_SHOWN = 2


@dataclass(frozen=True, slots=True)
class CommuneHit:
    """A commune with names it had before 2025: "xã Hoằng Phụ, huyện Hoằng Hóa"."""

    commune: Commune
    formerly: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _FormerName:
    name: str
    folded: str
    label: str


class _Directory:
    """All places, read once and kept in this process: they change a few times a year."""

    def __init__(self) -> None:
        self.provinces = {province.code: province for province in Province.objects.all()}
        self.communes: dict[str, Commune] = {}
        self.communes_of: dict[str, list[Commune]] = defaultdict(list)
        self.former_names: dict[str, list[_FormerName]] = defaultdict(list)
        # All folded names of a commune in one text: most communes are passed over at a glance.
        self.every_name: dict[str, str] = {}
        standing = Commune.objects.filter(effective_to=None)
        for commune in sorted(standing, key=lambda each: (each.folded, each.name)):
            commune.province = self.provinces[commune.province_id]
            self.communes[commune.code] = commune
            self.communes_of[commune.province_id].append(commune)
        for unit in FormerUnit.objects.order_by("pk"):
            successor = self.communes.get(unit.commune_id)
            if successor is not None:
                self.former_names[successor.code].append(_former_name(unit, successor))
        for code, commune in self.communes.items():
            former = self.former_names[code]
            former.sort(key=lambda name: name.folded != commune.folded)
            self.every_name[code] = "".join(
                f" {folded}\n" for folded in (commune.folded, *(name.folded for name in former))
            )


_kept: _Directory | None = None


def _directory() -> _Directory:
    global _kept
    if _kept is not None:
        return _kept
    directory = _Directory()
    if directory.communes:  # an empty one is not kept: the tables may be loaded any moment
        _kept = directory
    return directory


def forget() -> None:
    """Read the tables again at the next question."""
    global _kept
    _kept = None


def provinces() -> list[Province]:
    """The home province of this market first, the others by name."""
    return sorted(
        _directory().provinces.values(),
        key=lambda province: (province.code != settings.HOME_PROVINCE, province.folded),
    )


def province_or_none(code: str) -> Province | None:
    return _directory().provinces.get(code)


def province_by_slug(slug: str) -> Province | None:
    return next((p for p in _directory().provinces.values() if p.slug == slug), None)


def communes_of(province_code: str) -> list[Commune]:
    return list(_directory().communes_of.get(province_code, ()))


def commune_or_none(code: str, province_code: str | None = None) -> Commune | None:
    """None as well when the commune lies in another province than the one given."""
    commune = _directory().communes.get(code)
    if commune is None or province_code not in (None, commune.province_id):
        return None
    return commune


def check_place(province_code: str | None, commune_code: str | None) -> None:
    """For the parameters `province` and `commune` of a list: raises Invalid on the wrong one."""
    if province_code is not None and province_or_none(province_code) is None:
        raise Invalid(
            _("Không có tỉnh, thành phố nào mang mã này."),
            code="unknown_province",
            field="province",
        )
    if commune_code is not None and commune_or_none(commune_code, province_code) is None:
        raise Invalid(
            _("Không có xã, phường nào mang mã này ở đó."), code="unknown_commune", field="commune"
        )


def formerly(commune: Commune) -> tuple[str, ...]:
    """At most two names; first the one that is still the commune's own."""
    names = _directory().former_names.get(commune.code, [])
    return tuple(name.label for name in names[:FORMER_NAMES_SHOWN])


def search_communes(
    province_code: str | None = None, q: str = "", limit: int = 20
) -> list[CommuneHit]:
    """Communes whose name of today, or else of before 2025, fits the typed text, best first.

    Names that differ only by kind or diacritics all stand in the answer: a commune is never
    resolved by its folded name alone. Without a text, the communes by name.
    """
    readings = rules.readings(q)
    among = _communes(province_code)
    if not readings:
        return [CommuneHit(commune, formerly(commune)) for commune in list(among)[:limit]]
    every_name = _directory().every_name
    ranked = [
        hit
        for commune in among
        if any(f" {reading.folded}" in every_name[commune.code] for reading in readings)
        and (hit := _ranked_hit(commune, readings))
    ]
    return [hit for _, hit in nsmallest(limit, ranked, key=lambda pair: pair[0])]


def neighbours(commune: Commune, limit: int = 6) -> list[Commune]:
    """The nearest communes by their centroids, of whatever province, nearest first."""
    others = (c for c in _directory().communes.values() if c.code != commune.code)
    return nsmallest(limit, others, key=lambda other: rules.distance_km(commune, other))


def _communes(province_code: str | None) -> Iterable[Commune]:
    if province_code is not None:
        return communes_of(province_code)
    return (commune for province in provinces() for commune in communes_of(province.code))


_Rank = tuple[bool, int, bool, str, str, str]


def _ranked_hit(commune: Commune, readings: list[rules.Reading]) -> tuple[_Rank, CommuneHit] | None:
    def rank(by_former_name: bool, fit: rules.Fit) -> _Rank:
        away = commune.province_id != settings.HOME_PROVINCE
        return by_former_name, fit, away, commune.folded, commune.name, commune.code

    of_this_kind = [reading for reading in readings if reading.kind in ("", commune.kind)]
    if fits := _fits(of_this_kind, commune.name, commune.folded):
        return rank(False, min(fits)), CommuneHit(commune, formerly(commune))
    former = [
        (min(fits), former.label)
        for former in _directory().former_names[commune.code]
        if (fits := _fits(readings, former.name, former.folded))
    ]
    if not former:
        return None
    best, _ = min(former)
    labels = tuple(label for _, label in nsmallest(FORMER_NAMES_SHOWN, former))
    return rank(True, best), CommuneHit(commune, labels)


def _fits(readings: list[rules.Reading], name: str, folded: str) -> list[rules.Fit]:
    return [fit for reading in readings if (fit := reading.fit(name, folded)) is not None]


def _former_name(unit: FormerUnit, commune: Commune) -> _FormerName:
    full_names = [unit.commune_name, unit.district_name]
    if not unit.province_name.endswith(commune.province.name):
        full_names.append(unit.province_name)
    return _FormerName(
        name=rules.bare_name(unit.commune_name or unit.district_name),
        folded=unit.folded,
        label=", ".join(name[0].lower() + name[1:] for name in full_names if name),
    )
