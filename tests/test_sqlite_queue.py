"""The queue in front of SQLite's writers: in order, across processes, with an end to everybody's patience."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.db.utils import OperationalError
from pytest_django.plugin import DjangoDbBlocker

from config.sqlite.base import DatabaseWrapper
from config.sqlite.queueing import WriterQueue

HOLD = """
import sys, time
from config.sqlite.queueing import WriterQueue
queue = WriterQueue(sys.argv[1], patience=5)
queue.enter()
print("mine", flush=True)
time.sleep(float(sys.argv[2]))
"""


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


def hold_in_another_process(database: str, seconds: float) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", HOLD, database, str(seconds)]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent)
    assert holder.stdout.readline() == "mine\n"
    return holder


def test_writers_pass_in_the_order_of_their_coming(database):
    first = WriterQueue(database, patience=5)
    first.enter()
    passed: list[int] = []

    def write(number: int) -> None:
        queue = WriterQueue(database, patience=5)
        queue.enter()
        passed.append(number)
        queue.close()

    threads = [threading.Thread(target=write, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
        time.sleep(0.05)
    first.leave()
    for thread in threads:
        thread.join()

    assert passed == [0, 1, 2, 3, 4, 5]


def test_writer_waits_for_another_process(database):
    holder = hold_in_another_process(database, 0.3)
    queue = WriterQueue(database, patience=5)

    began = time.monotonic()
    queue.enter()

    assert time.monotonic() - began > 0.1
    queue.close()
    holder.communicate()


def test_killed_writer_gives_its_turn_back(database):
    holder = hold_in_another_process(database, 60)

    holder.kill()
    holder.communicate()

    assert is_free(database)


def test_patience_ends_for_everybody_who_waits(database):
    first = WriterQueue(database, patience=5)
    first.enter()
    waits: list[float] = []

    def write() -> None:
        queue, began = WriterQueue(database, patience=0.3), time.monotonic()
        with pytest.raises(OperationalError):
            queue.enter()
        waits.append(time.monotonic() - began)
        queue.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(waits) == 4
    assert max(waits) < 2 * 0.3 + 1
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
