"""Forget quotes that nobody can place any more; send a lost link again."""

from datetime import timedelta

from backend.checkout import services
from backend.checkout.models import Quote
from backend.core import clock
from backend.core.queue import task

DAY = timedelta(days=1)


@task("checkout.forget_quotes", every=DAY)
def forget_quotes() -> None:
    """They hold an address, so they go a day after they ended."""
    Quote.objects.filter(expires_at__lt=clock.now() - DAY).delete()


@task("checkout.send_link")
def send_link(code: str, phone: str) -> None:
    services.send_link(code=code, phone=phone)
