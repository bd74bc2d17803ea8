"""The queue in front of SQLite's writers: in order, across processes, with an end to everybody's patience."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection, connections, transaction
from django.db.utils import OperationalError
from pytest_django.plugin import DjangoDbBlocker

from config.sqlite import queueing
from config.sqlite.base import DatabaseWrapper
from config.sqlite.queueing import WriterQueue

HOLD = """
import sys
from config.sqlite.queueing import WriterQueue
queue = WriterQueue(sys.argv[1], patience=60)
queue.enter()
print("mine", flush=True)
sys.stdin.readline()
"""
LOCKS = Path("/proc/locks")  # who has which lock, and who waits for it
PATIENT = 60


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "site.sqlite3")


@pytest.fixture
def make_wrapper(django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[str], DatabaseWrapper]]:
    """Make connections to databases of this test alone."""
    made: list[DatabaseWrapper] = []

    def make(name: str) -> DatabaseWrapper:
        settings = connections.settings["default"] | {"ENGINE": "config.sqlite", "NAME": name}
        settings["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 0.2}
        made.append(DatabaseWrapper(settings, alias="default"))
        return made[-1]

    with django_db_blocker.unblock():
        yield make
        for wrapper in made:
            wrapper.close()


@pytest.fixture
def wrapper(make_wrapper: Callable[[str], DatabaseWrapper], database: str) -> DatabaseWrapper:
    return make_wrapper(database)


def is_free(database: str) -> bool:
    """Tell whether a new writer would get its turn at once."""
    queue = WriterQueue(database, patience=0)
    try:
        queue.enter()
    except OperationalError:
        return False
    finally:
        queue.close()
    return True


def hold_in_another_process(database: str) -> subprocess.Popen[str]:
    """Start a process that writes until it is sent a line."""
    command = [sys.executable, "-c", HOLD, database]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    holder = subprocess.Popen(command, text=True, cwd=Path(__file__).parent.parent, **pipes)
    assert holder.stdout.readline() == "mine\n"
    return holder


def wait_for_queue(database: str, *, length: int) -> None:
    """Wait until so many writers stand in the queue, the one at its head with them."""
    line = f":{Path(f'{database}-line').stat().st_ino} "
    while sum(line in lock for lock in LOCKS.read_text().splitlines()) < length:
        time.sleep(0.01)


def start_writers(database: str, count: int, passed: list[int]) -> list[threading.Thread]:
    """Let so many writers queue, one after the other; each notes its number when it is its turn."""

    def write(number: int) -> None:
        queue = WriterQueue(database, patience=PATIENT)
        queue.enter()
        passed.append(number)
        queue.close()

    threads = [threading.Thread(target=write, args=[number]) for number in range(count)]
    for length, thread in enumerate(threads, start=1):
        thread.start()
        wait_for_queue(database, length=length)
    return threads


@pytest.mark.skipif(not LOCKS.exists(), reason="Only Linux tells who waits for a lock")
def test_writers_pass_in_the_order_of_their_coming(database):
    first = WriterQueue(database, patience=PATIENT)
    first.enter()
    passed: list[int] = []

    threads = start_writers(database, 6, passed)
    assert passed == []
    first.leave()
    for thread in threads:
        thread.join()

    assert passed == [0, 1, 2, 3, 4, 5]


@pytest.mark.skipif(not LOCKS.exists(), reason="Only Linux tells who waits for a lock")
def test_writer_waits_for_another_process(database):
    holder = hold_in_another_process(database)
    passed: list[int] = []
    assert not is_free(database)

    [thread] = start_writers(database, 1, passed)
    assert passed == []
    holder.communicate("leave\n")
    thread.join()

    assert passed == [0]


def test_killed_writer_gives_its_turn_back(database):
    holder = hold_in_another_process(database)

    holder.kill()
    holder.communicate()

    assert is_free(database)


def test_patience_ends_for_everybody_who_waits(database, monkeypatch):
    """Their clock moves once, when all have come: nobody's patience begins at the head of the line."""
    first = WriterQueue(database, patience=PATIENT)
    first.enter()
    everybody, arrival = threading.Barrier(4, timeout=PATIENT), threading.local()
    gave_up: list[int] = []

    def clock() -> float:
        if not hasattr(arrival, "was"):
            arrival.was = everybody.wait()
            return 0
        return 1

    def write(number: int) -> None:
        queue = WriterQueue(database, patience=0.3)
        with pytest.raises(OperationalError):
            queue.enter()
        gave_up.append(number)
        queue.close()

    monkeypatch.setattr(queueing, "time", SimpleNamespace(monotonic=clock))
    threads = [threading.Thread(target=write, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(gave_up) == [0, 1, 2, 3]
    first.close()


def test_only_the_outermost_transaction_takes_a_turn_and_a_commit_ends_it(database, wrapper):
    wrapper.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    wrapper.in_atomic_block = True
    savepoint = wrapper.savepoint()
    wrapper.savepoint_commit(savepoint)
    wrapper.in_atomic_block = False
    held = not is_free(database)
    wrapper.commit()

    assert (held, is_free(database)) == (True, True)


@pytest.mark.parametrize("end", ["rollback", "close"])
def test_rollback_and_close_end_the_turn(database, wrapper, end):
    wrapper.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)

    getattr(wrapper, end)()

    assert is_free(database)


def test_transaction_that_does_not_begin_leaves_the_queue(database, make_wrapper, wrapper):
    """Somebody else holds the database itself, outside the queue."""
    stranger = make_wrapper(database)
    with stranger.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")

    with pytest.raises(OperationalError):
        wrapper.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)

    assert is_free(database)


def test_readers_do_not_wait(database, wrapper):
    queue = WriterQueue(database, patience=5)
    queue.enter()

    with wrapper.cursor() as cursor:
        assert cursor.execute("SELECT 1").fetchone() == (1,)
    queue.close()


def test_database_in_memory_has_no_queue(make_wrapper):
    wrapper = make_wrapper(":memory:")

    wrapper.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    wrapper.rollback()

    assert wrapper._queue is None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL queues its writers itself")
@pytest.mark.django_db(transaction=True)
def test_the_site_writes_in_the_queue():
    name = connection.settings_dict["NAME"]

    with transaction.atomic():
        held = not is_free(name)

    assert (held, is_free(name)) == (True, True)
