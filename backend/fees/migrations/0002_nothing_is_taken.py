"""The market opens without a fee and without tax withheld: both are rows, at 0 %."""

from datetime import date

from django.db import migrations

OPENING = date(2020, 1, 1)
ROWS = [
    ("fee", "Miễn phí (0 %)", "Quyết định mở chợ"),
    ("tax", "Không khấu trừ (0 %)", "Chưa áp dụng khấu trừ thuế"),
]


def add(apps, schema_editor):
    rate = apps.get_model("fees", "Rate")
    rate.objects.bulk_create(
        rate(kind=kind, name=name, basis_points=0, source=source, valid_from=OPENING)
        for kind, name, source in ROWS
    )


def remove(apps, schema_editor):
    names = [name for _kind, name, _source in ROWS]
    apps.get_model("fees", "Rate").objects.filter(name__in=names, valid_from=OPENING).delete()


class Migration(migrations.Migration):
    dependencies = [("fees", "0001_dated_rates")]

    operations = [migrations.RunPython(add, remove)]
