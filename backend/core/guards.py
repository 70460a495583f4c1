"""Which tables only grow? Triggers refuse every change and deletion of their rows."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

# One line a table: what tells the past is never rewritten.
GUARDED = [
    "core.AuditEvent",
    "booths.Review",
    "catalogue.StockMove",
    "orders.TrailEntry",
    "logistics.TrackingEvent",
]

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""  # noqa: E501


def install() -> None:
    """(Re)create every trigger; right after each migrate, since SQLite drops them on AlterField."""
    remove()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for table in _tables():
            for name, statement in _triggers(table).items():
                cursor.execute(statement.format(name=name, table=table))


def remove() -> None:
    with connection.cursor() as cursor:
        for table in _tables():
            for name in _triggers(table):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


@contextmanager
def lifted() -> Iterator[None]:
    """Without guards, for emptying a test database."""
    remove()
    try:
        yield
    finally:
        install()


def missing() -> list[str]:
    """The triggers that should be there and are not."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    return [name for table in _tables() for name in _triggers(table) if name not in present]


def _tables() -> list[str]:
    return [apps.get_model(label)._meta.db_table for label in GUARDED]


def _triggers(table: str) -> dict[str, str]:
    """Name → statement; the names are made of our own table names, never of what people type."""
    if connection.vendor == "postgresql":
        call = "FOR EACH {each} EXECUTE FUNCTION core_refuse_change()"
        return {
            f"{table}_only_grows": "CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} "
            + call.replace("{each}", "ROW"),
            f"{table}_never_emptied": "CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} "
            + call.replace("{each}", "STATEMENT"),
        }
    refuse = "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return {
        f"{table}_never_changed": "CREATE TRIGGER {name} BEFORE UPDATE ON {table} " + refuse,
        f"{table}_never_deleted": "CREATE TRIGGER {name} BEFORE DELETE ON {table} " + refuse,
    }
