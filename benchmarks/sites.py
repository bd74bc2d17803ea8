"""Servers under test: Pittari and the bare views, with the same settings, on loopback and on the same database."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
WORKERS = 2
THREADS = 1  # more of them wait for each other's interpreter lock
LONGEST_START = 30


class Site:
    """A running granian: its address, and what its workers hold in memory."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self._process = process

    def memory(self) -> float:
        """Return the proportional memory of the largest worker, in MB."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        return max(_pss(child) for child in children)

    def wait(self, path: str) -> None:
        end = time.monotonic() + LONGEST_START
        while time.monotonic() < end:
            try:
                urlopen(self.address + path, timeout=5).close()  # noqa: S310 (loopback)
            except URLError:
                time.sleep(0.1)
            else:
                return
        raise SystemExit(f"{self.address} did not start")

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait()


def _pss(process: str) -> float:
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    return sum(map(int, re.findall(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE))) / 1024


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(folder: Path, database: str, **more: str) -> dict[str, str]:
    """Return the environment of a site: nothing of the caller's own settings."""
    own = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "ERROR",
        "MAIL_DIR": str(folder / "mail"),
        "PATH": os.environ["PATH"],
        "PYTHONDONTWRITEBYTECODE": "1",
        "SECRET_KEY": "only-for-this-benchmark-and-thrown-away-with-it",
        "VAR_DIR": str(folder),
    }
    return own | ({"DATABASE_URL": database} if database else {}) | more


def python(*arguments: str, environment: dict[str, str]) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


@contextmanager
def serve(environment: dict[str, str], *, path: str) -> Iterator[Site]:
    """Run a site until the block ends; `path` tells whether it is up."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(WORKERS)]
    command += ["--blocking-threads", str(THREADS), "--port", str(port), "--log-level", "error"]
    process = subprocess.Popen([*command, "config.wsgi:application"], cwd=ROOT, env=environment)  # noqa: S603
    site = Site(port, process)
    try:
        site.wait(path)
        yield site
    finally:
        site.stop()
