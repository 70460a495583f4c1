"""Call other machines through two doors: partners we chose, and addresses typed by strangers."""

import ipaddress
import json
import logging
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Protocol
from urllib.parse import urlsplit

import certifi
import requests  # noqa: TID251
import urllib3
from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _
from requests.adapters import HTTPAdapter  # noqa: TID251

from backend.core.errors import Invalid, PartnerFailed

PARTNER_SECONDS = 5.0
STRANGER_SECONDS = 10.0
PARTNER_BYTES = 2_000_000
STRANGER_BYTES = 10_000_000

_AGENT = "cho-so/1"
_POOL = 16
_PORTS = {"http": 80, "https": 443}

log = logging.getLogger(__name__)


class NetworkInTransaction(RuntimeError):
    """A call was made while a transaction held its locks."""


@dataclass(frozen=True)
class Answer:
    """What came back, whatever its status."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> Any:
        """Raises PartnerFailed if the body is no JSON."""
        try:
            return json.loads(self.content)
        except (ValueError, RecursionError):
            raise PartnerFailed(code="partner_unreadable") from None


class _Raw(Protocol):
    def read1(self, amt: int | None = None, decode_content: bool | None = None) -> bytes: ...


class _TooMuch(Exception):
    """Too many bytes, or too slowly."""


def partner(base_url: str, *, headers: Mapping[str, str] | None = None) -> "Partner":
    """The door to a partner's own address; connections are pooled, headers go with every call."""
    return Partner(base_url, headers or {})


class Partner:
    """Calls outside any transaction, answered in `seconds` or PartnerFailed; no redirects."""

    def __init__(self, base_url: str, headers: Mapping[str, str]) -> None:
        self.base_url = base_url.rstrip("/")
        self.headers = {"User-Agent": _AGENT, **headers}

    def get(self, path: str, **options: Any) -> Answer:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> Answer:
        return self.request("POST", path, **options)

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        data: Any = None,
        headers: Mapping[str, str] | None = None,
        seconds: float = PARTNER_SECONDS,
    ) -> Answer:
        refuse_in_transaction()
        deadline = time.monotonic() + seconds
        started = time.monotonic()
        url = f"{self.base_url}/{path.lstrip('/')}"
        try:
            with _SESSION.request(
                method,
                url,
                params=params,
                json=json,
                data=data,
                headers={**self.headers, **(headers or {})},
                timeout=seconds,
                allow_redirects=False,
                stream=True,
            ) as response:
                content = _read(response.raw, PARTNER_BYTES, deadline, decode=True)
                answer = Answer(response.status_code, response.headers, content)
        except (requests.RequestException, urllib3.exceptions.HTTPError, _TooMuch) as error:
            log.warning("%s %s failed: %s", method, _host(url), type(error).__name__)
            raise PartnerFailed from error
        taken = time.monotonic() - started
        log.info("%s %s %s %.3f s", method, _host(url), answer.status, taken)
        return answer


def stranger(url: str) -> Answer:
    """Fetch an address typed by a person: public hosts only, no redirect, 10 MB in 10 s.

    The name is resolved once and the connection made to exactly the address that was checked.
    Raises Invalid (url_not_allowed, url_failed).
    """
    refuse_in_transaction()
    deadline = time.monotonic() + STRANGER_SECONDS
    scheme, host, target = _split(url)
    pool = _pinned_pool(scheme, host, _public_address(host, _PORTS[scheme]))
    headers = {"Host": host, "User-Agent": _AGENT, "Accept-Encoding": "identity"}
    try:
        response = pool.urlopen(
            "GET",
            target,
            headers=headers,
            redirect=False,
            retries=False,
            preload_content=False,
            timeout=urllib3.Timeout(total=STRANGER_SECONDS),
        )
        try:
            if response.status != 200 or response.headers.get("Content-Encoding"):
                raise _failed()
            content = _read(response, STRANGER_BYTES, deadline, decode=False)
        finally:
            response.close()
    except (urllib3.exceptions.HTTPError, OSError, _TooMuch) as error:
        raise _failed() from error
    finally:
        pool.close()
    return Answer(response.status, dict(response.headers), content)


def refuse_in_transaction() -> None:
    """A transaction must not wait for another machine: its locks would make everybody wait."""
    if not any(_is_open(connections[alias]) for alias in connections):
        return
    if getattr(settings, "FAIL_ON_NETWORK_IN_TRANSACTION", settings.DEBUG):
        raise NetworkInTransaction("commit first, then call")
    log.error("a network call inside a transaction", stack_info=True)


def _is_open(connection: Any) -> bool:
    """The transaction that a test case wraps around itself does not count."""
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def _session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(pool_connections=_POOL, pool_maxsize=_POOL))
    return session


_SESSION = _session()


def _read(raw: _Raw, most: int, deadline: float, *, decode: bool) -> bytes:
    content = bytearray()
    while chunk := raw.read1(65_536, decode_content=decode):
        content += chunk
        if len(content) > most or time.monotonic() > deadline:
            raise _TooMuch
    return bytes(content)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _split(url: str) -> tuple[str, str, str]:
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise _not_allowed() from None
    if parts.scheme not in _PORTS or not host or "@" in parts.netloc:
        raise _not_allowed()
    if port not in (None, _PORTS[parts.scheme]) or not url.isprintable() or " " in url:
        raise _not_allowed()
    target = parts.path or "/"
    return parts.scheme, host, f"{target}?{parts.query}" if parts.query else target


def _public_address(host: str, port: int) -> str:
    """One address of the host, if every one of its addresses is public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise _failed() from None
    addresses = [str(sockaddr[0]) for *_rest, sockaddr in found]
    if not addresses or not all(map(_is_public, addresses)):
        raise _not_allowed()
    return addresses[0]


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None or ip in _NAT64:
            return False
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def _pinned_pool(scheme: str, host: str, address: str) -> urllib3.HTTPConnectionPool:
    if scheme == "http":
        return urllib3.HTTPConnectionPool(address, _PORTS[scheme], maxsize=1)
    return urllib3.HTTPSConnectionPool(
        address,
        _PORTS[scheme],
        maxsize=1,
        server_hostname=host,
        assert_hostname=host,
        ca_certs=certifi.where(),
        cert_reqs="CERT_REQUIRED",
    )


def _not_allowed() -> Invalid:
    return Invalid(
        _("Địa chỉ này không dùng được. Dán một liên kết công khai."), code="url_not_allowed"
    )


def _failed() -> Invalid:
    return Invalid(_("Không tải được từ địa chỉ này."), code="url_failed")
