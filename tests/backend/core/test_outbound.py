"""Calls leave through two doors, never from inside a transaction, and come back in time."""

import gzip
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import transaction

from backend.core import outbound
from backend.core.errors import Invalid, PartnerFailed


class Neighbour(BaseHTTPRequestHandler):
    """A machine that behaves as badly as asked."""

    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, dict[str, str], bytes]] = []

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.seen.append((f"{self.command} {self.path}", dict(self.headers), body))
        getattr(self, "_" + self.path.strip("/").split("?")[0].split("/")[-1])()

    do_POST = do_GET

    def answer(self, body, status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _ok(self):
        self.answer(b'{"ok": true}', Set_Cookie="a=b")

    def _refused(self):
        self.answer(b'{"message": "no"}', status=422)

    def _moved(self):
        self.answer(b"", status=302, Location="http://127.0.0.1:1/")

    def _text(self):
        self.answer(b"<html>")

    def _packed(self):
        self.answer(gzip.compress(b'{"ok": true}'), Content_Encoding="gzip")

    def _bomb(self):
        self.answer(gzip.compress(b"0" * 30_000_000), Content_Encoding="gzip")

    def _silent(self):
        time.sleep(1.5)

    def _drip(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(15):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def _endless(self):
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        for _ in range(2_000):
            self.wfile.write(b"x" * 65_536)

    def handle(self):
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_args):
        pass


@pytest.fixture
def neighbour():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Neighbour)
    server.daemon_threads = True
    Neighbour.seen = []
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    server.shutdown()
    server.server_close()


# --- partners ---


def test_a_partner_gets_what_we_send_and_we_what_it_answers(neighbour):
    door = outbound.partner(neighbour + "/", headers={"Token": "t"})
    answer = door.post("/ok", json={"mã": 1}, params={"q": "ệ"}, headers={"X": "y"})
    assert (answer.status, answer.json()) == (200, {"ok": True})
    (line, headers, body), *_ = Neighbour.seen
    assert line == "POST /v1/ok?q=%E1%BB%87"
    assert (headers["Token"], headers["X"]) == ("t", "y")
    assert "m" in body.decode()


def test_a_partner_that_refuses_is_left_to_its_file_to_understand(neighbour):
    answer = outbound.partner(neighbour).get("refused")
    assert (answer.status, answer.json()["message"]) == (422, "no")


def test_a_redirect_is_not_followed(neighbour):
    assert outbound.partner(neighbour).get("moved").status == 302


def test_a_packed_answer_is_unpacked(neighbour):
    assert outbound.partner(neighbour).get("packed").json() == {"ok": True}


def test_cookies_of_one_partner_are_not_kept(neighbour):
    door = outbound.partner(neighbour)
    door.get("ok")
    door.get("ok")
    assert "Cookie" not in Neighbour.seen[1][1]


def test_an_answer_that_is_no_json_is_a_failed_partner(neighbour):
    with pytest.raises(PartnerFailed) as caught:
        outbound.partner(neighbour).get("text").json()
    assert caught.value.code == "partner_unreadable"


@pytest.mark.parametrize("path", ["silent", "drip", "endless", "bomb"])
def test_a_partner_that_takes_too_long_or_sends_too_much_has_failed(neighbour, path):
    started = time.monotonic()
    with pytest.raises(PartnerFailed):
        outbound.partner(neighbour).get(path, seconds=0.5)
    assert time.monotonic() - started < 1.4


def test_a_partner_that_is_away_has_failed():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with pytest.raises(PartnerFailed):
            outbound.partner(f"http://127.0.0.1:{nobody.getsockname()[1]}").get("/")


# --- transactions ---


@pytest.mark.django_db
def test_a_call_inside_a_transaction_is_refused_before_it_leaves(neighbour):
    with transaction.atomic(), pytest.raises(outbound.NetworkInTransaction):
        outbound.partner(neighbour).get("ok")
    with transaction.atomic(), pytest.raises(outbound.NetworkInTransaction):
        outbound.stranger("https://example.com/")
    assert Neighbour.seen == []


@pytest.mark.django_db
def test_the_transaction_of_a_test_itself_does_not_count(neighbour):
    assert outbound.partner(neighbour).get("ok").status == 200


@pytest.mark.django_db
def test_a_running_market_goes_on_and_says_it_loudly(neighbour, settings, caplog):
    settings.FAIL_ON_NETWORK_IN_TRANSACTION = False
    with transaction.atomic():
        assert outbound.partner(neighbour).get("ok").status == 200
    assert "inside a transaction" in caplog.text


# --- strangers ---


@pytest.mark.promise("C136")
@pytest.mark.promise("C137")
@pytest.mark.promise("C138")
@pytest.mark.promise("C139")
@pytest.mark.promise("C142")
@pytest.mark.promise("C144")
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://169.254.169.254/latest",
        "http://[::ffff:10.0.0.1]/", "http://10.0.0.1/", "http://192.168.1.1/", "http://0.0.0.0/",
        "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://100.64.0.1/",
        "http://[fe80::1]/", "http://[fc00::1]/", "http://[64:ff9b::7f00:1]/", "http://224.0.0.1/",
        "http://[2002:7f00:1::]/", "http://255.255.255.255/",
        "file:///etc/passwd", "gopher://example.com/", "ftp://example.com/", "data:text/html,x",
        "javascript:alert(1)", "//example.com/", "example.com", "", "http://", "http:///x",
        "http://user:pass@example.com/", "http://example.com:22/", "http://example.com:8000/",
        "http://example.com:99999/", "http://exa mple.com/", "http://example.com/\nX: y",
        "http://[::1", "http://\ud800.vn/", "http://" + "a" * 300 + ".vn/",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused_without_a_connection(url, monkeypatch):
    monkeypatch.setattr(outbound, "_pinned_pool", lambda *_: pytest.fail("connected"))
    with pytest.raises(Invalid) as caught:
        outbound.stranger(url)
    assert caught.value.code == "url_not_allowed"


@pytest.mark.promise("C140")
@pytest.mark.parametrize("found", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], []])
def test_a_name_with_any_private_address_is_refused(found, monkeypatch):
    resolved(monkeypatch, *found)
    with pytest.raises(Invalid) as caught:
        outbound.stranger("http://example.com/")
    assert caught.value.code == "url_not_allowed"


@pytest.mark.promise("C140")
def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch):
    resolved(monkeypatch, "93.184.216.34")
    dialled = []

    def dial(scheme, host, address):
        dialled.append((scheme, host, address))
        raise ConnectionError

    monkeypatch.setattr(outbound, "_pinned_pool", dial)
    with pytest.raises(ConnectionError):
        outbound.stranger("https://Ảnh.Example.com/a?b=c")
    punycode = "ảnh.example.com".encode("idna").decode()
    assert dialled == [("https", punycode, "93.184.216.34")]


@pytest.mark.promise("C141")
@pytest.mark.promise("C143")
@pytest.mark.parametrize("path", ["moved", "refused", "silent", "drip", "endless", "packed"])
def test_a_stranger_that_misbehaves_is_cut_off(neighbour, path, monkeypatch):
    let_in(neighbour, monkeypatch)
    started = time.monotonic()
    with pytest.raises(Invalid) as caught:
        outbound.stranger(f"http://example.com/{path}")
    assert caught.value.code == "url_failed"
    assert time.monotonic() - started < 1.4


def test_a_stranger_that_behaves_is_read(neighbour, monkeypatch):
    let_in(neighbour, monkeypatch)
    answer = outbound.stranger("http://example.com/v1/ok?a=b")
    assert answer.json() == {"ok": True}
    line, headers, _body = Neighbour.seen[0]
    assert line == "GET /v1/ok?a=b"
    assert headers["Host"] == "example.com"


def test_a_secure_stranger_is_held_to_its_own_name():
    pool = outbound._pinned_pool("https", "example.com", "93.184.216.34")
    assert pool.host == "93.184.216.34"
    assert pool.assert_hostname == "example.com"
    assert pool.conn_kw["server_hostname"] == "example.com"
    assert pool.cert_reqs == "CERT_REQUIRED"


def resolved(monkeypatch, *addresses):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 80)) for each in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)


def let_in(neighbour, monkeypatch):
    """The neighbour stands for a public machine; limits are small so that the test is quick."""
    port = int(neighbour.rpartition(":")[2].partition("/")[0])
    monkeypatch.setattr(outbound, "_public_address", lambda *_: "127.0.0.1")
    monkeypatch.setitem(outbound._PORTS, "http", port)
    monkeypatch.setattr(outbound, "_split", lambda url: ("http", "example.com", url[18:]))
    monkeypatch.setattr(outbound, "STRANGER_SECONDS", 0.5)
    monkeypatch.setattr(outbound, "STRANGER_BYTES", 1_000_000)
