"""Forget quotes that nobody can place any more."""

from datetime import timedelta

from backend.checkout.models import Quote
from backend.core import clock
from backend.core.queue import task

DAY = timedelta(days=1)


@task("checkout.forget_quotes", every=DAY)
def forget_quotes() -> None:
    """They hold an address, so they go a day after they ended."""
    Quote.objects.filter(expires_at__lt=clock.now() - DAY).delete()
