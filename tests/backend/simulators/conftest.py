"""A bank that is open on a free port, and a market's ear beside it."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlencode
from urllib.request import Request, urlopen  # noqa: TID251

import pytest

from backend.simulators.bank import Bank
from backend.simulators.server import server


class Counter:
    """The bank's address, spoken to over real HTTP."""

    def __init__(self, bank: Bank, port: int) -> None:
        self.bank, self.url = bank, f"http://127.0.0.1:{port}"

    def post(self, path: str, fields: dict, *, form: bool = False) -> tuple[int, str]:
        data = urlencode(fields) if form else json.dumps(fields)
        kind = "application/x-www-form-urlencoded" if form else "application/json"
        return self._send(Request(self.url + path, data.encode(), {"Content-Type": kind}))

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        return self._send(Request(self.url + path, headers=headers))

    def _send(self, request: Request) -> tuple[int, str]:
        try:
            with urlopen(request, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except OSError as error:
            return error.code, error.read().decode()

    def settled(self) -> None:
        """Wait until every transfer has been told."""
        for _wait in range(200):
            if all(transfer.is_done for transfer in self.bank.transfers):
                return
            time.sleep(0.05)
        raise TimeoutError


@pytest.fixture
def counter():
    bank = Bank(retry_after=(0.01, 0.01))
    listening = server(bank, 0)
    threading.Thread(target=listening.serve_forever, args=[0.01], daemon=True).start()
    yield Counter(bank, listening.server_port)
    listening.shutdown()
    listening.server_close()


@pytest.fixture
def ear():
    """A webhook's receiver: remembers calls, answers from `answers`, then always yes."""

    class Ear(BaseHTTPRequestHandler):
        calls: list[tuple[dict, bytes]] = []
        answers: list[tuple[int, bytes]] = []

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard = {name.lower(): value for name, value in self.headers.items()}
            Ear.calls.append((heard, body))
            status, content = Ear.answers.pop(0) if Ear.answers else (200, b'{"success": true}')
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=listening.serve_forever, args=[0.01], daemon=True).start()
    Ear.url = f"http://127.0.0.1:{listening.server_port}/"
    yield Ear
    listening.shutdown()
    listening.server_close()
