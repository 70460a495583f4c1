"""The deadlines of orders, looked at each minute; completion each hour."""

from datetime import timedelta

from backend.aftersales import services
from backend.core.queue import task

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@task("aftersales.expire_unpaid", every=MINUTE)
def expire_unpaid() -> None:
    services.expire_unpaid()


@task("aftersales.refuse_unconfirmed", every=MINUTE)
def refuse_unconfirmed() -> None:
    services.refuse_unconfirmed()


@task("aftersales.remind_unpaid", every=MINUTE)
def remind_unpaid() -> None:
    services.remind_unpaid()


@task("aftersales.complete_delivered", every=HOUR)
def complete_delivered() -> None:
    services.complete_delivered()
