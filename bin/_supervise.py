"""Run the site and its mail worker until stopped, for bin/demo, and start again whichever of them ends.

    python bin/_supervise.py HOST PORT WORKERS WORKER-LOG

granian replaces a worker process that dies, but ends when one dies twice within seconds, or when it is killed itself.
Nothing is started again before the site has answered once: what can't start at all has to say so at once.
"""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

TICK = 0.2
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
SETTLED = 60.0  # who ran for so long begins with the first pause again
PATIENCE = 10.0  # to finish what is in hand; then it is killed
LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # where a server answers that listens everywhere # noqa: S104
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Service:
    """A command in a process group of its own, so that nothing it has started outlives it. Times are monotonic."""

    name: str
    command: list[str]
    log: Path | None = None
    pause: float = FIRST_PAUSE
    started: float = 0
    due: float | None = None
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.due, self.started = None, time.monotonic()
        with open(self.log or os.devnull, "ab") as log:
            output = log if self.log else None
            self.process = subprocess.Popen(  # noqa: S603 (our own commands)
                self.command, stdout=output, stderr=output, start_new_session=True
            )

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def keep_up(self, *, now: float) -> None:
        """Start again what has ended: after a pause, twice as long each time that it ends soon after its start."""
        if self.due is not None:
            if now >= self.due:
                self.start()
        elif self.has_ended():
            self.pause = FIRST_PAUSE if now - self.started >= SETTLED else self.pause
            say(f"The {self.name} ended; starting it again")
            self.stop()
            self.due, self.pause = now + self.pause, min(self.pause * 2, LONGEST_PAUSE)

    def signal(self, number: int) -> bool:
        """Send a signal to the whole group; tell whether anybody was left to get it."""
        with suppress(ProcessLookupError, PermissionError):
            if self.process:
                self.process.poll()  # a process that ended counts until it is asked about
                os.killpg(self.process.pid, number)
                return True
        return False

    def stop(self) -> None:
        """End the whole group, also when its first process is gone already."""
        self.signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while self.signal(0) and time.monotonic() < deadline:
            time.sleep(TICK / 4)
        self.signal(signal.SIGKILL)


def say(text: str) -> None:
    print(text, flush=True)


def answers(host: str, port: int) -> bool:
    """Tell whether the site answers, in whatever way: with BASE_URL=https://… it is a redirect."""
    site = http.client.HTTPConnection(host, port, timeout=2)
    with suppress(OSError, http.client.HTTPException):
        site.request("GET", "/healthz")
        return site.getresponse().status < 500
    return False


def check_site() -> None:
    """Exit when the site can't be loaded: granian would put in new workers for ever."""
    if subprocess.run([sys.executable, "-c", "import config.wsgi"], check=False).returncode:
        give_up()


def wait_until_up(server: Service, host: str, port: int) -> None:
    while not answers(host, port):
        if server.has_ended():
            give_up()
        time.sleep(TICK)


def give_up() -> NoReturn:
    sys.exit("demo: the server stopped; its messages stand above")


def greet() -> None:
    base, mail = os.environ["BASE_URL"], os.environ["MAIL_DIR"]
    say(f"Pittari runs at {base}/ (staff: {base}/admin/). Mail is written to {mail}. Ctrl-C stops it.")


def quit_on_signal(number: int, frame: object) -> NoReturn:
    for each in STOPPING:
        signal.signal(each, signal.SIG_IGN)  # a second Ctrl-C does not leave anything running
    sys.exit(128 + number)


def granian(host: str, port: str, workers: str) -> list[str]:
    options = (
        "--interface wsgi --blocking-threads 4 --workers-kill-timeout 5 --respawn-failed-workers --log-level warning"
    )
    place = ["--workers", workers, "--host", host, "--port", port]
    return [sys.executable, "-m", "granian", *options.split(), *place, "config.wsgi:application"]


def main(host: str, port: str, workers: str, log: str) -> None:
    for each in STOPPING:
        signal.signal(each, quit_on_signal)
    server = Service("server", granian(host, port, workers))
    mail = Service("mail worker", [sys.executable, "manage.py", "send_followups", "--loop"], log=Path(log))
    check_site()
    try:
        server.start()
        mail.start()
        wait_until_up(server, LOOPBACK.get(host, host), int(port))
        greet()
        while True:
            time.sleep(TICK)
            server.keep_up(now=time.monotonic())
            mail.keep_up(now=time.monotonic())
    finally:
        mail.signal(signal.SIGTERM)  # it finishes while the server does
        server.stop()
        mail.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
