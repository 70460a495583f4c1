"""Print the address of a PostgreSQL that answers here, or nothing; REQUIRE_POSTGRES=1 insists."""

import os
import sys

import psycopg

CANDIDATES = [
    os.environ.get("TEST_DATABASE_URL", ""),
    "postgres:///postgres?host=/var/run/postgresql",
    "postgres://postgres@127.0.0.1:5432/postgres",
]


def answering() -> str:
    for url in filter(None, CANDIDATES):
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.Error:
            continue
        return url
    return ""


if __name__ == "__main__":
    found = answering()
    if not found and os.environ.get("REQUIRE_POSTGRES"):
        sys.exit("REQUIRE_POSTGRES is set, and no PostgreSQL answers.")
    print(found)
