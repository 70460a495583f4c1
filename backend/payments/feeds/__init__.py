"""Every bank feed by its code; to add one, write its file and name it here."""

from backend.payments.contract import BankFeed
from backend.payments.feeds import sepay

FEEDS: dict[str, BankFeed] = {feed.code: feed for feed in (sepay.SePay(),)}
