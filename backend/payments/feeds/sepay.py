"""SePay's classic webhook: one incoming transfer a call, signed by HMAC or known by an API key.

`settings` {"account_number"}, `secrets` {"hmac_secret" or "api_key"}, and "api_token" to ask for
what a webhook never told. With an HMAC secret the key alone is not enough. SePay repeats a call
that is not answered {"success": true}, but gives up after a while.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from backend.core import outbound
from backend.core.errors import PartnerFailed
from backend.payments.contract import (
    Ability,
    Account,
    BankFeed,
    Event,
    Forged,
    Reply,
    Unreadable,
    WebhookCall,
)

TOLERANCE = timedelta(minutes=5)

_BASE_URL = "https://my.sepay.vn"
_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_TIME = "%Y-%m-%d %H:%M:%S"
_LARGEST = 10**13
_MOST = "5000"
_LONGEST = {"id": 40, "referenceCode": 60, "accountNumber": 24, "content": 2_000, "gateway": 40}
_KEPT = ("id", "gateway", "transactionDate", "accountNumber", "subAccount", "code", "content",
         "transferType", "transferAmount", "referenceCode")  # fmt: skip


class SePay(BankFeed):
    code = "sepay"
    label = "SePay"
    can: ClassVar[frozenset[Ability]] = frozenset({"since"})

    def is_on(self, account: Account) -> bool:
        return any(account.secrets.get(name) for name in ("hmac_secret", "api_key"))

    def read_webhook(self, call: WebhookCall, account: Account) -> Sequence[Event]:
        _verify(call, account.secrets)
        body = _object(call.body)
        if body.get("transferType") == "out":
            return []
        if body.get("transferType") != "in":
            raise Unreadable("transferType is neither in nor out")
        return [_event(body)]

    def reply(self, outcome: str) -> Reply:
        """The same for every outcome: told twice, too late or unknown, it is in our hands."""
        return Reply(200, {"success": True})

    def may_ask(self, account: Account) -> bool:
        return bool(account.secrets.get("api_token"))

    def since(self, cursor: str, account: Account) -> tuple[Sequence[Event], str]:
        answer = outbound.partner(account.settings.get("base_url", _BASE_URL)).get(
            "/userapi/transactions/list",
            params={
                "account_number": account.settings["account_number"],
                "since_id": cursor or "0",
                "limit": _MOST,
            },
            headers={"Authorization": f"Bearer {account.secrets['api_token']}"},
        )
        listed = answer.json()
        if answer.status != 200 or not isinstance(listed, dict):
            raise PartnerFailed(code=f"sepay_{answer.status}")
        rows = [row for row in listed.get("transactions") or [] if isinstance(row, dict)]
        latest = max((int(row["id"]) for row in rows), default=int(cursor or 0))
        return list(_incoming(rows)), str(latest)


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """The value of X-SePay-Signature."""
    signed = f"{timestamp}.".encode() + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def _verify(call: WebhookCall, secrets: Mapping[str, str]) -> None:
    """Raises Forged. Two secrets are accepted while one is being replaced by the other."""
    if call.method != "POST":
        raise Forged
    if secrets.get("hmac_secret"):
        stamp = call.headers.get("x-sepay-timestamp", "")
        if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12):
            raise Forged
        if abs(call.received_at.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
            raise Forged
        given = call.headers.get("x-sepay-signature", "")
        expected = [sign(secret, int(stamp), call.body) for secret in _both(secrets, "hmac_secret")]
    else:
        given = call.headers.get("authorization", "")
        expected = [f"Apikey {key}" for key in _both(secrets, "api_key")]
    # Every candidate is compared, so that the time taken tells nothing.
    fits = [hmac.compare_digest(given.encode(), each.encode()) for each in expected]
    if not any(fits):
        raise Forged


def _both(secrets: Mapping[str, str], name: str) -> list[str]:
    return [value for value in (secrets.get(name), secrets.get(f"{name}_previous")) if value]


def _object(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise Unreadable("no JSON") from None
    if not isinstance(body, dict):
        raise Unreadable("no JSON object")
    return body


def _event(body: Mapping[str, Any]) -> Event:
    event_id = _text(body, "id")
    amount = body.get("transferAmount")
    if type(amount) is not int or not 0 < amount < _LARGEST:
        raise Unreadable("transferAmount is no sum")
    account_number = _text(body, "accountNumber")
    if not event_id or not account_number:
        raise Unreadable("id and accountNumber are needed")
    return Event(
        event_id=event_id,
        reference=_text(body, "referenceCode") or f"sepay-{event_id}",
        account_number=account_number,
        amount_vnd=amount,
        content=_text(body, "content"),
        occurred_at=_moment(body.get("transactionDate")),
        kept={name: _plain(body[name]) for name in _KEPT if name in body},
    )


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if value is None:
        return ""
    if type(value) is int:
        value = str(value)
    if not isinstance(value, str) or len(value) > _LONGEST[name]:
        raise Unreadable(f"{name} is no short text")
    return _printable(value)


def _plain(value: Any) -> str | int | None:
    return value if value is None or isinstance(value, int) else _printable(str(value))


def _printable(text: str) -> str:
    """What no database can store comes from no bank, yet must not stop the money."""
    return "".join(c for c in text if c.isprintable() and not "\ud800" <= c <= "\udfff")


def _moment(value: Any) -> datetime:
    try:
        return datetime.strptime(value, _TIME).replace(tzinfo=_VIETNAM)
    except (TypeError, ValueError):
        raise Unreadable("transactionDate is no time") from None


def _incoming(rows: Sequence[Mapping[str, Any]]) -> Iterator[Event]:
    """The list names the same things in other words, and writes sums as "90000.00"."""
    for row in rows:
        amount = int(float(row.get("amount_in") or 0))
        if amount > 0:
            yield _event(
                {
                    "id": str(row["id"]),
                    "gateway": row.get("bank_brand_name"),
                    "transactionDate": row.get("transaction_date"),
                    "accountNumber": row.get("account_number"),
                    "subAccount": row.get("sub_account"),
                    "code": row.get("code"),
                    "content": row.get("transaction_content"),
                    "transferType": "in",
                    "transferAmount": amount,
                    "referenceCode": row.get("reference_number"),
                }
            )
