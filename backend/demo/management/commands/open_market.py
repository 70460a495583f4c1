"""Open a demo market on this machine with one command, and leave nothing behind on Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from contextlib import suppress
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from backend.demo.selectors import is_empty, sign_ins
from backend.demo.services import link_accounts


class Command(BaseCommand):
    help = "Migrate, seed an empty market, start the simulators and the web process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--prepare-only", action="store_true", help="do not serve")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This command opens a demo market: it wants DEMO=1.")
        started = time.monotonic()
        call_command("migrate", verbosity=0)
        call_command("guards")
        call_command("load_regions")
        call_command("messages", "compile")
        if is_empty():
            call_command("seed_demo")
        call_command("collectstatic", verbosity=0, interactive=False)
        self.stdout.write(f"Ready in {time.monotonic() - started:.0f} s.")
        if not options["prepare_only"]:
            self._serve()

    def _serve(self) -> None:
        host = os.environ.get("HOST", "127.0.0.1")
        port = settings.SIMULATORS_URL.rsplit(":", 1)[1]
        _refuse_a_taken_port(host, settings.PORT)
        _refuse_a_taken_port("127.0.0.1", int(port))
        for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(ending, _stop)
        running: list[subprocess.Popen[bytes]] = []
        try:
            running.append(_start("backend/manage.py", "simulators", "--port", port))
            _wait_for(settings.SIMULATORS_URL, running[-1])
            link_accounts()  # before the market may ask a bank: it must be the simulated one
            running.append(_start("-m", "gunicorn", "-c", "python:backend.config.gunicorn"))
            _wait_for(f"http://127.0.0.1:{settings.PORT}", running[-1])
            self._welcome(host)
            while all(process.poll() is None for process in running):
                time.sleep(0.3)
        except KeyboardInterrupt:
            self.stdout.write("\nChợ đóng cửa. Hẹn gặp lại!")
        finally:
            failed = [process for process in running if process.poll()]
            _end(running)
        if failed:
            raise CommandError("A process of the market ended by itself; see above.")

    def _welcome(self, host: str) -> None:
        address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{settings.PORT}/"  # noqa: S104
        lines = [
            "",
            f"  Chợ Số: {address}",
            f"  Demo:   {address}demo/   (one tap signs in)",
            f"  Bank:   {settings.SIMULATORS_URL}/",
            "",
        ]
        if host == "0.0.0.0":  # noqa: S104
            lan = f"http://{_own_address()}:{settings.PORT}/"
            lines += [f"  On a phone in the same network: {lan}", ""]
        lines += [f"  {label:<12} {login:<14} {password}" for label, login, password in sign_ins()]
        lines += ["", "  Ctrl-C closes the market.", ""]
        self.stdout.write("\n".join(lines))
        if host == "0.0.0.0":  # noqa: S104
            segno.make(lan).terminal(out=sys.stdout, compact=True)
        self.stdout.flush()


def _stop(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _start(*command: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, *command], cwd=settings.ROOT)


def _end(processes: "list[subprocess.Popen[bytes]]") -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def _refuse_a_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(f"Port {port} is taken: PORT={port + 10} make run") from error


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Until somebody listens there; the people should not be quicker than the market."""
    place = (urlsplit(address).hostname, urlsplit(address).port)
    while process.poll() is None:
        with suppress(OSError), socket.create_connection(place, timeout=1):
            return
        time.sleep(0.1)


def _own_address() -> str:
    """This machine's address in the local network; a UDP connect sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.168.255.255", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
