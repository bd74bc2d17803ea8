"""bin/demo stays up: whichever of its processes dies is there again, and when it is stopped nothing is left."""

from __future__ import annotations

import http.client
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
FIRST, LONGEST = 0.5, 30.0


@pytest.fixture(scope="module")
def supervise() -> ModuleType:
    spec = importlib.util.spec_from_file_location("supervise", ROOT / "bin" / "_supervise.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look for the types of their fields
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start commands of this checkout with data of their own, and end what is left of them."""
    kept = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", "VAR_DIR": str(tmp_path)}
    started: list[subprocess.Popen[str]] = []

    def start(*command: str, **environment: str) -> subprocess.Popen[str]:
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        started.append(subprocess.Popen(command, cwd=ROOT, env=kept | environment, **pipes))
        return started[-1]

    yield start
    for process in started:
        process.terminate()
        process.wait()
        process.stdout.close()


def running() -> dict[int, tuple[int, str]]:
    """Return the parent and the command of every process that runs, by its number; the dead ones are left out."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True)
    rows = [line.split(maxsplit=3) for line in listed.stdout.splitlines()]
    return {int(pid): (int(parent), command) for pid, parent, stat, command in rows if not stat.startswith("Z")}


def children(parent: int, word: str = "") -> list[int]:
    """Return the processes that a process has started, and that have this word in their command."""
    return [pid for pid, (of, command) in running().items() if of == parent and word in command]


def child(parent: int, word: str) -> int:
    return (children(parent, word) or [0])[0]


def status(port: int) -> int:
    site = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with suppress(OSError, http.client.HTTPException):
        site.request("GET", "/healthz")
        return site.getresponse().status
    return 0


def wait_for(condition: Callable[[], object]) -> None:
    """Wait until it holds; the limit of the test itself ends a wait that is in vain."""
    while not condition():
        time.sleep(0.05)


@pytest.mark.timeout(900)  # it fills the demo, which takes its time where others work as well
def test_demo_is_there_again_whichever_process_is_killed(run, port, tmp_path):
    demo = run("bin/demo", PORT=str(port))
    wait_for(lambda: demo.stdout.readline().startswith("Pittari runs at"))
    master = child(demo.pid, "granian")
    assert [path for path in tmp_path.rglob("*") if path.stat().st_mode & 0o077] == []

    def replaced(worker: int) -> bool:
        workers = children(master)
        return len(workers) == 2 and worker not in workers and status(port) == 200

    killed = min(children(master))
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: replaced(killed))

    orphans = children(master)
    os.kill(master, signal.SIGKILL)
    wait_for(lambda: child(demo.pid, "granian") not in {0, master} and status(port) == 200)
    assert running().keys().isdisjoint(orphans)

    mail = child(demo.pid, "send_followups")
    os.kill(mail, signal.SIGKILL)
    wait_for(lambda: child(demo.pid, "send_followups") not in {0, mail})

    left = [*children(demo.pid), *children(child(demo.pid, "granian"))]
    demo.terminate()
    assert demo.wait() == 128 + signal.SIGTERM
    assert len(left) >= 3
    assert running().keys().isdisjoint(left)
    assert status(port) == 0


def test_server_that_can_not_start_is_not_tried_again(run, port, tmp_path):
    log = str(tmp_path / "followups.log")
    demo = run(sys.executable, "bin/_supervise.py", "127.0.0.1", str(port), "no number", log, PITTARI_DEMO="1")

    said, _ = demo.communicate()

    assert demo.returncode == 1
    assert said.splitlines()[-1] == "demo: the server stopped; its messages stand above"


def test_server_that_refuses_the_shipped_key_says_so_and_is_not_tried_again(run, port, tmp_path):
    demo = run(sys.executable, "bin/_supervise.py", "127.0.0.1", str(port), "2", str(tmp_path / "followups.log"))

    said, _ = demo.communicate()

    assert demo.returncode == 1
    assert "Set SECRET_KEY to 50 random characters" in said
    assert said.splitlines()[-1] == "demo: the server stopped; its messages stand above"


def test_what_ends_again_and_again_is_started_ever_later(supervise):
    service = supervise.Service("service", [sys.executable, "-c", ""])
    service.start()
    pauses = []

    for _ in range(8):
        wait_for(service.has_ended)
        service.keep_up(now=service.started)
        pauses.append(service.due - service.started)
        service.keep_up(now=service.due)

    assert pauses == pytest.approx([0.5, 1, 2, 4, 8, 16, 30, 30])


def test_what_ran_for_a_while_is_started_soon(supervise):
    service = supervise.Service("service", [sys.executable, "-c", ""], pause=LONGEST)
    service.start()
    wait_for(service.has_ended)

    service.keep_up(now=service.started + 60)

    assert service.due == pytest.approx(service.started + 60 + FIRST)


def test_what_is_due_is_not_started_before_its_time(supervise):
    service = supervise.Service("service", [sys.executable, "-c", ""])
    service.start()
    wait_for(service.has_ended)
    ended = service.process

    service.keep_up(now=service.started)
    service.keep_up(now=service.due - 0.01)

    assert service.process is ended
