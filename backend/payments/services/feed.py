"""Take in what a bank feed tells: verified, stored once, matched, in one transaction."""

from django.db import IntegrityError, transaction

from backend.core import clock
from backend.core.codes import find_codes
from backend.core.errors import Busy, Invalid
from backend.partners import services as partners
from backend.partners.models import PartnerAccount
from backend.payments import rules, selectors
from backend.payments.contract import Event, Forged, Reply, Unreadable, WebhookCall
from backend.payments.feeds import FEEDS
from backend.payments.models import BankTransfer, Payment, ProviderEvent
from backend.payments.services import tell
from backend.payments.services.gate import hold_payment
from backend.payments.services.settle import count, outcome_for

Outcome = BankTransfer.Outcome
DUPLICATE = "duplicate"
IGNORED = "ignored"


def receive(*, account: PartnerAccount, call: WebhookCall) -> Reply:
    """Answer one call of a feed's webhook.

    Raises Busy while the account is off, Forged (counted, not stored), Invalid for a body that
    the partner itself garbled.
    """
    feed = FEEDS[account.partner]
    if not account.is_active or account.booth_id is None or not feed.is_on(account):
        raise Busy(code="account_off", retry_after=3_600)
    try:
        events = feed.read_webhook(call, account)
    except Forged:
        partners.count_forged(account=account)
        raise
    except Unreadable as error:
        raise Invalid(code="unreadable", reason=str(error)) from None
    outcomes = [take_in(account=account, event=event) for event in events]
    return feed.reply(outcomes[0] if outcomes else IGNORED)


def poll(*, account: PartnerAccount) -> int:
    """Ask the feed for what it has not told; return how many events were new."""
    feed = FEEDS[account.partner]
    if not feed.may_ask(account):
        return 0
    events, _cursor = feed.since(selectors.poll_cursor(account.pk), account)
    outcomes = [take_in(account=account, event=event) for event in events]
    return sum(outcome != DUPLICATE for outcome in outcomes)


def take_in(*, account: PartnerAccount, event: Event) -> str:
    """Apply one event exactly once; return its outcome. Told again, it is a duplicate."""
    try:
        with transaction.atomic():
            stored = ProviderEvent.objects.create(
                partner_account=account,
                event_id=event.event_id,
                body=dict(event.kept),
                received_at=clock.now(),
            )
            stored.outcome = _take_in(account, event)
            stored.save(update_fields=["outcome"])
            return stored.outcome
    except IntegrityError:
        if ProviderEvent.objects.filter(partner_account=account, event_id=event.event_id).exists():
            return DUPLICATE
        raise


def _take_in(account: PartnerAccount, event: Event) -> str:
    """The bank's reference is the money's own name: under another event it is the same money."""
    if account.booth is None:
        raise TypeError("in direct mode only a booth's own account takes money")
    transfer, is_new = BankTransfer.objects.get_or_create(
        booth=account.booth,
        account_number=event.account_number,
        bank_reference=event.reference,
        defaults={
            "partner_account": account,
            "amount_vnd": event.amount_vnd,
            "content": event.content[:500],
            "occurred_at": event.occurred_at,
            "received_at": clock.now(),
            "outcome": Outcome.UNKNOWN_CODE,
        },
    )
    if not is_new:
        return DUPLICATE
    match(transfer)
    if transfer.outcome == Outcome.UNKNOWN_CODE:
        transfer.next_try_at = clock.now() + rules.TRY_AGAIN_AFTER[0]
        transfer.save(update_fields=["next_try_at"])
    elif transfer.payment_id is None:
        tell.to_look_at(transfer)
    return transfer.outcome


def match(transfer: BankTransfer) -> None:
    """Find the payment that the content names and count the money; else leave it to be seen."""
    payment, outcome = _payment_named_in(transfer)
    if payment is None:
        transfer.outcome = outcome
        transfer.save(update_fields=["outcome"])
        return
    held = hold_payment(payment)
    transfer.outcome = outcome_for(held)
    if transfer.outcome != Outcome.NOT_EXPECTED:
        transfer.payment = held.payment
    transfer.save(update_fields=["outcome", "payment"])
    if transfer.payment is not None:
        count(held, transfer)


def _payment_named_in(transfer: BankTransfer) -> tuple[Payment | None, Outcome]:
    """A code counts only for the account frozen on its payment, which is this booth's."""
    codes = find_codes(transfer.content)
    by_order = Payment.objects.filter(memo__in=codes)
    by_purchase = Payment.objects.filter(purchase__code__in=codes, booth_id=transfer.booth_id)
    payments = list({each.pk: each for each in [*by_order, *by_purchase]}.values())
    ours = [payment for payment in payments if payment.booth_id == transfer.booth_id]
    fitting = [each for each in ours if each.account_number in ("", transfer.account_number)]
    if len(fitting) == 1:
        return fitting[0], Outcome.MATCHED
    if fitting:
        return None, Outcome.SEVERAL_CODES
    return None, Outcome.OTHER_ACCOUNT if payments else Outcome.UNKNOWN_CODE


@transaction.atomic
def try_again(*, transfer_id: int) -> None:
    """Look once more for the order that an unknown code names; after the last try let it stand."""
    transfer = (
        BankTransfer.objects.select_for_update(no_key=True, of=("self",))
        .select_related("booth")
        .filter(pk=transfer_id, next_try_at__lte=clock.now())
        .first()
    )
    if transfer is None:
        return
    transfer.tries += 1
    is_last = transfer.tries >= len(rules.TRY_AGAIN_AFTER)
    transfer.next_try_at = (
        None if is_last else transfer.received_at + rules.TRY_AGAIN_AFTER[transfer.tries]
    )
    transfer.save(update_fields=["tries", "next_try_at"])
    match(transfer)
    if transfer.outcome != Outcome.UNKNOWN_CODE:
        BankTransfer.objects.filter(pk=transfer.pk).update(next_try_at=None)
    elif is_last and _waits_for_money(transfer.booth_id):
        tell.to_look_at(transfer)


def _waits_for_money(booth_id: int) -> bool:
    """Without it an unknown transfer is most likely not the market's business."""
    return Payment.objects.filter(
        booth_id=booth_id, method=rules.VIETQR, status__in=rules.OPEN
    ).exists()
