"""A bank and its SePay: accounts, transfers into them, and the real webhook over HTTP."""

import hashlib
import hmac
import json
import re
import threading
import time
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen  # noqa: TID251 - the partner calls, not the market

VIETNAM = timezone(timedelta(hours=7))
ANSWER_WITHIN = 5.0
# SePay repeats up to seven times over minutes; a demo has no patience.
RETRY_AFTER = (1.0, 1.0, 2.0, 3.0, 5.0, 8.0, 13.0)
KEPT = 200


class Refused(Exception):
    """The bank's clerk shakes the head; the message is for the person at the counter."""


@dataclass
class Account:
    """An account whose owner has linked it: every incoming transfer is told to `webhook`."""

    number: str
    holder: str
    bank: str
    webhook: str
    hmac_secret: str = ""
    api_key: str = ""
    api_token: str = ""
    balance_vnd: int = 0


@dataclass(frozen=True)
class Knobs:
    """What may go wrong on the way, to be seen in a demo."""

    duplicate: bool = False
    wrong_signature: bool = False
    unknown_account: bool = False
    without_diacritics: bool = False
    adorned: bool = False
    delay_seconds: int = 0


@dataclass
class Attempt:
    """One call of the webhook and what was answered; status 0 is no answer at all."""

    status: int
    answer: str


@dataclass
class Transfer:
    id: int
    account: Account
    amount_vnd: int
    content: str
    happened_at: datetime
    knobs: Knobs
    attempts: list[Attempt] = field(default_factory=list)
    is_done: bool = False

    @property
    def reference(self) -> str:
        return f"FT{self.id}"


class Bank:
    """Everything is kept in memory and is gone with the process."""

    def __init__(
        self,
        *,
        now: Callable[[], float] = time.time,
        retry_after: Iterable[float] = RETRY_AFTER,
    ) -> None:
        self._now = now
        self._retry_after = tuple(retry_after)
        self._lock = threading.Lock()
        self._last_id = 0
        self.accounts: dict[str, Account] = {}
        self.transfers: list[Transfer] = []

    def register(self, fields: Mapping[str, Any]) -> Account:
        """Link an account; the same number again replaces what was said of it."""
        names = ("number", "holder", "bank", "webhook", "hmac_secret", "api_key", "api_token")
        given: dict[str, Any] = {name: str(fields.get(name) or "").strip() for name in names}
        if not re.fullmatch(r"[0-9A-Za-z]{4,24}", given["number"]):
            raise Refused("Số tài khoản gồm 4 đến 24 chữ số.")
        if not given["webhook"].startswith(("http://", "https://")):
            raise Refused("Địa chỉ webhook bắt đầu bằng http:// hoặc https://.")
        with self._lock:
            before = self.accounts.get(given["number"])
            account = Account(**given, balance_vnd=before.balance_vnd if before else 0)
            self.accounts[account.number] = account
        return account

    def transfer(self, number: str, amount_vnd: int, content: str, knobs: Knobs) -> Transfer:
        """Move money and tell of it in the background."""
        account = self.accounts.get(number)
        if account is None:
            raise Refused("Không có tài khoản này ở ngân hàng.")
        if not 0 < amount_vnd < 10**12:
            raise Refused("Số tiền phải lớn hơn 0.")
        with self._lock:
            self._last_id = max(self._last_id + 1, int(time.time() * 1000))
            transfer = Transfer(
                id=self._last_id,
                account=account,
                amount_vnd=amount_vnd,
                content=as_the_bank_writes(content, knobs, self._last_id),
                happened_at=datetime.fromtimestamp(self._now(), VIETNAM),
                knobs=knobs,
            )
            account.balance_vnd += amount_vnd
            self.transfers = [*self.transfers, transfer][-KEPT:]
        threading.Thread(target=self._tell, args=[transfer], daemon=True).start()
        return transfer

    def since(self, token: str, number: str, since_id: int, limit: int) -> list[dict[str, Any]]:
        """What SePay's list of transactions tells the owner of `token`, the newest first."""
        found = [
            transfer
            for transfer in reversed(self.transfers)
            if transfer.id > since_id
            and transfer.account.number == number
            and transfer.account.api_token
            and hmac.compare_digest(transfer.account.api_token, token)
        ]
        return [_row(transfer) for transfer in found[:limit]]

    def _tell(self, transfer: Transfer) -> None:
        time.sleep(transfer.knobs.delay_seconds)
        for pause in (*self._retry_after, None):
            attempt = self._call(transfer)
            transfer.attempts.append(attempt)
            if transfer.knobs.wrong_signature or is_success(attempt):
                break
            if pause is not None:
                time.sleep(pause)
        if transfer.knobs.duplicate:
            transfer.attempts.append(self._call(transfer))
        transfer.is_done = True

    def _call(self, transfer: Transfer) -> Attempt:
        body = json.dumps(payload(transfer), ensure_ascii=False, separators=(",", ":")).encode()
        request = Request(  # noqa: S310 - an address the market itself registered
            transfer.account.webhook,
            data=body,
            headers=self._headers(transfer, body),
            method="POST",
        )
        try:
            with urlopen(request, timeout=ANSWER_WITHIN) as answer:  # noqa: S310
                return Attempt(answer.status, answer.read(2_000).decode("utf-8", "replace"))
        except HTTPError as refusal:
            with refusal:
                return Attempt(refusal.code, refusal.read(2_000).decode("utf-8", "replace"))
        except OSError as error:
            return Attempt(0, type(error).__name__)

    def _headers(self, transfer: Transfer, body: bytes) -> dict[str, str]:
        account, spoil = transfer.account, "x" if transfer.knobs.wrong_signature else ""
        headers = {"Content-Type": "application/json", "Accept": "*/*"}
        if account.hmac_secret:
            stamp = int(self._now())
            headers["X-SePay-Timestamp"] = str(stamp)
            headers["X-SePay-Signature"] = signature(account.hmac_secret + spoil, stamp, body)
        if account.api_key:
            headers["Authorization"] = f"Apikey {account.api_key}{spoil}"
        return headers


def signature(secret: str, stamp: int, body: bytes) -> str:
    signed = f"{stamp}.".encode() + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def is_success(attempt: Attempt) -> bool:
    try:
        said = json.loads(attempt.answer)
    except ValueError:
        return False
    is_yes = isinstance(said, dict) and said.get("success") is True
    return attempt.status in (200, 201) and is_yes


def payload(transfer: Transfer) -> dict[str, Any]:
    """SePay's classic webhook."""
    number = transfer.account.number
    return {
        "id": transfer.id,
        "gateway": transfer.account.bank,
        "transactionDate": transfer.happened_at.strftime("%Y-%m-%d %H:%M:%S"),
        "accountNumber": "000" + number[::-1][:10] if transfer.knobs.unknown_account else number,
        "code": None,
        "content": transfer.content,
        "transferType": "in",
        "transferAmount": transfer.amount_vnd,
        "accumulated": transfer.account.balance_vnd,
        "subAccount": None,
        "referenceCode": transfer.reference,
        "description": f"BankAPINotify {transfer.content}",
    }


def as_the_bank_writes(content: str, knobs: Knobs, number: int) -> str:
    """Banks drop marks and put their own words around what the payer typed."""
    if knobs.without_diacritics:
        decomposed = unicodedata.normalize("NFD", content)
        content = "".join(c for c in decomposed if not unicodedata.combining(c))
        content = content.translate(str.maketrans("đĐ", "dD"))
    if knobs.adorned:
        content = f"MBVCB.{number}.{content}.CT tu 0011002200330 NGUYEN VAN MAU"
    return content[:500]


def _row(transfer: Transfer) -> dict[str, Any]:
    """The list names the same things in other words."""
    return {
        "id": str(transfer.id),
        "bank_brand_name": transfer.account.bank,
        "account_number": transfer.account.number,
        "transaction_date": transfer.happened_at.strftime("%Y-%m-%d %H:%M:%S"),
        "amount_out": "0.00",
        "amount_in": f"{transfer.amount_vnd}.00",
        "accumulated": f"{transfer.account.balance_vnd}.00",
        "transaction_content": transfer.content,
        "reference_number": transfer.reference,
        "code": None,
        "sub_account": None,
        "bank_account_id": "1",
    }
