"""The one process of the simulators: a small WSGI application on this machine alone."""

import json
import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from socketserver import ThreadingMixIn
from time import time
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from backend.simulators import bank_pages
from backend.simulators.bank import Bank, Knobs, Refused

HOST = "127.0.0.1"
MAX_BODY = 100_000
MAX_DELAY = 600

Environ = dict[str, Any]
Answer = tuple[int, str, str]
StartResponse = Callable[..., Any]

_HTML, _JSON, _SEE_OTHER = "text/html; charset=utf-8", "application/json", "location"
_KNOBS = ("duplicate", "wrong_signature", "unknown_account", "without_diacritics", "adorned")


def market_time(clock_file: Path | None) -> float:
    """Now, as many days ahead as the demo market is: the file holds that number."""
    try:
        days = int(clock_file.read_text(encoding="ascii")) if clock_file else 0
    except (FileNotFoundError, ValueError):
        days = 0
    return time() + days * 86_400


def application(bank: Bank) -> Callable[[Environ, StartResponse], Iterable[bytes]]:
    def respond(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            status, kind, body = _route(bank, environ)
        except Refused as refusal:
            status, kind, body = 400, _JSON, json.dumps({"error": str(refusal)}, ensure_ascii=False)
        headers = [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]
        if kind == _SEE_OTHER:
            headers.append(("Location", body))
            content = b""
        else:
            headers.append(("Content-Type", kind))
            content = body.encode()
        headers.append(("Content-Length", str(len(content))))
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        return [content]

    return respond


def _route(bank: Bank, environ: Environ) -> Answer:
    query = dict(parse_qsl(environ.get("QUERY_STRING", "")))
    match environ["REQUEST_METHOD"], environ.get("PATH_INFO", "").rstrip("/"):
        case "GET", "" | "/transfers":
            return 200, _HTML, bank_pages.counter(bank, query)
        case "GET", "/healthz":
            return 200, _JSON, '{"ok": true}'
        case "GET", "/accounts":
            numbers = [account.number for account in bank.accounts.values()]
            return 200, _JSON, json.dumps({"accounts": numbers})
        case "POST", "/accounts":
            account = bank.register(_fields(environ))
            return 201, _JSON, json.dumps({"number": account.number})
        case "POST", "/transfers":
            return _transfer(bank, environ)
        case "GET", "/userapi/transactions/list":
            return _listed(bank, environ, query)
        case _:
            return 404, _HTML, bank_pages.not_found()


def _transfer(bank: Bank, environ: Environ) -> Answer:
    fields, is_json = _fields(environ), "json" in environ.get("CONTENT_TYPE", "")
    try:
        transfer = bank.transfer(
            str(fields.get("account", "")),
            _sum(fields.get("amount")),
            str(fields.get("content", "")),
            Knobs(
                **{name: bool(fields.get(name)) for name in _KNOBS},
                delay_seconds=min(_sum(fields.get("delay_seconds") or 0), MAX_DELAY),
            ),
        )
    except Refused as refusal:
        if is_json:
            raise
        typed = {name: str(value) for name, value in fields.items()}
        return 422, _HTML, bank_pages.counter(bank, typed, str(refusal))
    if not is_json:
        return 303, _SEE_OTHER, "/#told"
    said = {"id": transfer.id, "reference": transfer.reference, "content": transfer.content}
    return 201, _JSON, json.dumps(said, ensure_ascii=False)


def _listed(bank: Bank, environ: Environ, query: dict[str, str]) -> Answer:
    token = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
    rows = bank.since(
        token,
        query.get("account_number", ""),
        _sum(query.get("since_id") or 0),
        _sum(query.get("limit") or 5_000),
    )
    said = {"status": 200, "error": None, "messages": {"success": True}, "transactions": rows}
    return 200, _JSON, json.dumps(said, ensure_ascii=False)


def _fields(environ: Environ) -> dict[str, Any]:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MAX_BODY:
        raise Refused("Quá lớn.")
    raw = environ["wsgi.input"].read(int(length)).decode("utf-8", "replace")
    if "json" not in environ.get("CONTENT_TYPE", ""):
        return dict(parse_qsl(raw))
    try:
        fields = json.loads(raw)
    except ValueError:
        raise Refused("Không đọc được JSON.") from None
    if not isinstance(fields, dict):
        raise Refused("Cần một đối tượng JSON.")
    return fields


def _sum(value: Any) -> int:
    """Digits with any grouping: "110.000" and 110000."""
    digits = re.sub(r"[\s.,₫đ]", "", "" if value is None else str(value))
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 15:
        raise Refused("Viết số tiền bằng chữ số, ví dụ 110.000.")
    return int(digits)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        """The page itself shows what happened."""


def server(bank: Bank, port: int) -> WSGIServer:
    """Bound to this machine alone; port 0 takes a free one."""
    return make_server(HOST, port, application(bank), server_class=_Server, handler_class=_Quiet)
