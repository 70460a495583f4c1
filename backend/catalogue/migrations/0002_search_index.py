"""On PostgreSQL, find words inside `search_text` by trigrams; SQLite reads the column."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def add_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    schema_editor.execute(
        "CREATE INDEX listed_words ON catalogue_product "
        "USING gin (search_text gin_trgm_ops) WHERE is_listed"
    )


def drop_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX listed_words")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_goods_and_stock")]

    operations = [migrations.RunPython(add_index, drop_index)]
