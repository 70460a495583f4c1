"""Refuse a market that would lose its limits or its locks: caches and SQLite want one process."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.caches)
def one_process_unless_shared(**kwargs: Any) -> list[CheckMessage]:
    """Throttles live in the cache, and SQLite knows one writer."""
    if settings.WEB_PROCESSES == 1:
        return []
    wrong: list[CheckMessage] = []
    if not settings.REDIS_URL:
        wrong.append(Error("More than one web process needs REDIS_URL.", id="core.E001"))
    if settings.ON_SQLITE:
        wrong.append(Error("More than one web process needs a PostgreSQL.", id="core.E002"))
    return wrong


@register(Tags.security, deploy=True)
def no_demo_in_production(**kwargs: Any) -> list[CheckMessage]:
    """A demo market signs anybody in as anybody."""
    if settings.DEMO:
        return [Error("DEMO=1 opens every door: not in production.", id="core.E003")]
    return []
