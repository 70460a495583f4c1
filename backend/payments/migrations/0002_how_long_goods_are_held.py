"""An hour where the bank tells by itself, a day where the seller looks (house B4)."""

from datetime import date

from django.db import migrations

OPENING = date(2020, 1, 1)
MINUTES = {"linked": 60, "by_hand": 24 * 60}


def add(apps, schema_editor):
    rule = apps.get_model("payments", "HoldRule")
    rule.objects.bulk_create(
        rule(payment_state=state, minutes=minutes, valid_from=OPENING)
        for state, minutes in MINUTES.items()
    )


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_payments_transfers_refunds")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
