"""Bring the tables of `fixtures/regions` into the database."""

import csv
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from backend.core import clock
from backend.core.text import fold
from backend.regions import rules, selectors
from backend.regions.models import Commune, FormerUnit, Province

TABLES = settings.ROOT / "fixtures" / "regions"


class Loaded(NamedTuple):
    provinces: int
    communes: int
    former_units: int


def load_regions() -> Loaded:
    """May be run again at any time. A commune that left the table stays, ended today."""
    provinces = [
        Province(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            slug=row["slug"],
            folded=fold(row["name"]),
            latitude=float(row["lat"]),
            longitude=float(row["lon"]),
            effective_from=date.fromisoformat(row["effective_from"]),
        )
        for row in _rows("provinces.csv")
    ]
    communes = [
        Commune(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            province_id=row["province_code"],
            slug=row["slug"],
            folded=fold(row["name"]),
            latitude=float(row["lat"]),
            longitude=float(row["lon"]),
            effective_from=date.fromisoformat(row["effective_from"]),
        )
        for row in _rows("communes.csv")
    ]
    former_units = [
        FormerUnit(
            commune_name=row["commune"],
            district_name=row["district"],
            province_name=row["province"],
            folded=fold(rules.bare_name(row["commune"] or row["district"])),
            commune_id=row["commune_code"],
        )
        for row in _rows("former_units.csv")
    ]
    with transaction.atomic():
        Province.objects.bulk_create(
            provinces,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=_all_but_code(Province),
        )
        Commune.objects.bulk_create(
            communes,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=_all_but_code(Commune),
        )
        standing = Commune.objects.filter(effective_to=None).values_list("code", flat=True)
        gone = set(standing) - {commune.code for commune in communes}
        Commune.objects.filter(code__in=gone).update(effective_to=clock.today())
        FormerUnit.objects.all().delete()
        FormerUnit.objects.bulk_create(former_units)
    selectors.forget()
    return Loaded(len(provinces), len(communes), len(former_units))


def _all_but_code(model: type[Province] | type[Commune]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if not field.primary_key]


def _rows(name: str) -> csv.DictReader:
    return csv.DictReader((TABLES / name).read_text(encoding="utf-8").splitlines())
