"""The work of payments that runs by itself."""

import logging
from datetime import timedelta

from backend.core.errors import PartnerFailed
from backend.core.queue import enqueue, task
from backend.partners.models import PartnerAccount
from backend.partners.selectors import active
from backend.payments import selectors, services
from backend.payments.feeds import FEEDS

log = logging.getLogger(__name__)


@task("payments.match_again", every=timedelta(minutes=1))
def match_again() -> None:
    """Transfers whose code nobody knew: 1, 5, 15 and 60 minutes after they came."""
    for transfer_id in selectors.transfers_to_try_again():
        services.try_again(transfer_id=transfer_id)


@task("payments.poll_feeds", every=timedelta(minutes=5))
def poll_feeds() -> None:
    """What a webhook never told: one job an account, so that no slow bank keeps others waiting."""
    for account in active(PartnerAccount.Kind.FEED):
        if FEEDS[account.partner].may_ask(account):
            enqueue("payments.poll_feed", account_id=account.pk)


@task("payments.poll_feed")
def poll_feed(account_id: int) -> None:
    """A bank that does not answer is asked again in five minutes, not by a second try of this."""
    account = PartnerAccount.objects.select_related("booth").get(pk=account_id)
    try:
        services.poll(account=account)
    except PartnerFailed:
        log.warning("account %s could not be asked for transfers", account_id)
