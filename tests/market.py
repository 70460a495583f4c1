"""A whole demo market as `make run` opens it, on free ports with its own data, closed again after.

With MARKET_URL=http://127.0.0.1:8000 the market that stands there is used, and left as it is.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection  # noqa: TID251  (from outside, over a real socket)
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
PATIENCE = 300  # seconds: seeding on a busy machine


@dataclass(frozen=True)
class Market:
    url: str
    bank_url: str


def chromium() -> str | None:
    """Debian's, or any other found on PATH."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def open_market() -> Iterator[Market]:
    if standing := os.environ.get("MARKET_URL"):
        yield _market(urlsplit(standing).port or 80)
        return
    port = _two_free_ports()
    with tempfile.TemporaryDirectory(prefix="cho-so-") as folder:
        log = Path(folder) / "log"
        process = subprocess.Popen(
            [sys.executable, "backend/manage.py", "open_market"],
            cwd=ROOT,
            env=_environment(port, Path(folder) / "var"),
            stdout=log.open("w"),
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(port, process, log)
            yield _market(port)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _market(port: int) -> Market:
    return Market(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port + 1}")


def _environment(port: int, folder: Path) -> dict[str, str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "SITE_URL")
        and not name.startswith("TEST_")
    }
    return {
        **inherited,
        "DEMO": "1",
        "PORT": str(port),
        "VAR_DIR": str(folder),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "backend.config.settings",
    }


def _two_free_ports() -> int:
    """The market's, and the next one for its bank."""
    for port in range(20_000 + os.getpid() % 10_000, 60_000, 2):
        with socket.socket() as one, socket.socket() as next_one:
            try:
                one.bind(("127.0.0.1", port))
                next_one.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise RuntimeError("no two free ports")


def _wait_for(port: int, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        if _is_ready(port) and _is_ready(port + 1, "/healthz"):
            return
        time.sleep(0.3)
    raise RuntimeError(f"the market did not open:\n{log.read_text()[-3000:]}")


def _is_ready(port: int, path: str = "/readyz") -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=2)) as line:
        try:
            line.request("GET", path)
            return line.getresponse().status == 200
        except OSError:
            return False
