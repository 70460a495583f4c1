"""A plausible postage table (sample figures), by way of sending, zone and weight."""

from datetime import date

from django.db import migrations

OPENING = date(2020, 1, 1)

# option, zone, days on the road, [(up to grams, đồng)], đồng for each further kilogram
TABLE = [
    (
        "post",
        "same_province",
        (1, 2),
        [(500, 16_500), (1_000, 19_000), (2_000, 23_500), (5_000, 35_000)],
        4_000,
    ),
    (
        "post",
        "near",
        (2, 3),
        [(500, 21_000), (1_000, 25_500), (2_000, 32_500), (5_000, 48_000)],
        6_000,
    ),
    (
        "post",
        "far",
        (3, 5),
        [(500, 25_000), (1_000, 31_000), (2_000, 41_000), (5_000, 62_000)],
        8_500,
    ),
    ("bus", "same_province", (1, 1), [(5_000, 30_000), (10_000, 40_000), (20_000, 60_000)], 2_500),
    ("bus", "near", (1, 2), [(5_000, 45_000), (10_000, 60_000), (20_000, 90_000)], 4_000),
    ("bus", "far", (2, 3), [(5_000, 70_000), (10_000, 95_000), (20_000, 140_000)], 6_500),
    ("own", "same_province", (0, 1), [(5_000, 15_000), (20_000, 25_000)], 1_000),
]


def add(apps, schema_editor):
    row = apps.get_model("logistics", "RateRow")
    row.objects.bulk_create(
        row(
            carrier="manual",
            option=option,
            zone=zone,
            up_to_grams=grams,
            fee_vnd=fee,
            extra_kg_vnd=extra,
            days_min=days_min,
            days_max=days_max,
            valid_from=OPENING,
        )
        for option, zone, (days_min, days_max), steps, extra in TABLE
        for grams, fee in steps
    )


def remove(apps, schema_editor):
    apps.get_model("logistics", "RateRow").objects.filter(
        carrier="manual", valid_from=OPENING
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("logistics", "0001_postage_and_parcels")]

    operations = [migrations.RunPython(add, remove)]
