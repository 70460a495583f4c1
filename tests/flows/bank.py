"""A bank's feed telling of money, signed as SePay signs it."""

import itertools
import json

from django.test import Client

from backend.core import clock
from backend.payments.feeds import sepay
from tests.builders.payments import SECRET

_number = itertools.count(1)


def pays(feed, *, content: str, amount_vnd: int, account: str):
    """One webhook call; the answer of the market."""
    number = next(_number)
    body = json.dumps(
        {
            "id": number,
            "gateway": "Vietcombank",
            "transactionDate": clock.now().strftime("%Y-%m-%d %H:%M:%S"),
            "accountNumber": account,
            "code": None,
            "content": content,
            "transferType": "in",
            "transferAmount": amount_vnd,
            "accumulated": 0,
            "subAccount": None,
            "referenceCode": f"FT{number}",
            "description": "",
        }
    ).encode()
    stamp = int(clock.now().timestamp())
    return Client().post(
        f"/api/v1/payments/webhooks/sepay/{feed.webhook_key}/",
        body,
        content_type="application/json",
        headers={
            "X-SePay-Timestamp": str(stamp),
            "X-SePay-Signature": sepay.sign(SECRET, stamp, body),
        },
    )
