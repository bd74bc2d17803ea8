"""The queue in which writers of one SQLite database wait, across threads and processes, first come, first served.

SQLite itself lets a waiting writer sleep and try again: whoever comes while it sleeps goes first, and the unlucky wait
for a second. docs/decisions/0005-writers-queue.md has the figures. Two locks beside the database make the queue: all
wait in `line`, where the kernel wakes them in order; who is at its head waits there for `turn`, which the writer holds.
So nobody is passed, and everybody's patience ends in time. A third file, `bell`, is a pipe: who leaves rings it, so
that the head need not sleep. The locks are those of open files, which the kernel takes back from a process that is
killed; as that one can't ring, the head looks up by itself now and then.
"""

from __future__ import annotations

import fcntl
import os
import select
import time
from contextlib import suppress

from django.db.utils import OperationalError

from config import private

LONGEST_NAP = 50  # milliseconds
EVERY_RING = 65536
OPENING = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK


class WriterQueue:
    """One writer's place: each connection has its own, because a lock belongs to whoever opened the file."""

    def __init__(self, database: str, *, patience: float) -> None:
        self._names = [f"{database}-line", f"{database}-turn", f"{database}-bell"]
        self._patience = patience
        self._files: list[int] = []
        self._is_writing = False

    def enter(self) -> None:
        """Return once it is this writer's turn; raise OperationalError when that takes too long."""
        deadline = time.monotonic() + self._patience
        line, turn, bell = self._files or self._open()
        fcntl.flock(line, fcntl.LOCK_EX)
        try:
            while not _is_free(turn):
                if time.monotonic() >= deadline:
                    raise OperationalError("database is locked: other writers took too long")
                _await_ring(bell, turn)
        finally:
            fcntl.flock(line, fcntl.LOCK_UN)
        self._is_writing = True

    def leave(self) -> None:
        """Let the next one write. To leave twice does no harm."""
        if self._is_writing:
            self._is_writing = False
            _, turn, bell = self._files
            fcntl.flock(turn, fcntl.LOCK_UN)
            with suppress(BlockingIOError):  # so many rings that nobody heard wait already
                os.write(bell, b".")

    def close(self) -> None:
        self.leave()
        for file in self._files:
            os.close(file)
        self._files = []

    def __del__(self) -> None:
        self.close()

    def _open(self) -> list[int]:
        try:
            with suppress(FileExistsError):
                os.mkfifo(self._names[2], private.FILE_MODE)
            self._files = [os.open(name, OPENING, private.FILE_MODE) for name in self._names]
        except OSError as error:
            raise OperationalError(f"unable to open the queue of writers: {error.strerror}") from error
        return self._files


def _is_free(turn: int) -> bool:
    """Take the lock if nobody holds it."""
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _await_ring(bell: int, turn: int) -> None:
    """Sleep until somebody leaves. Rings of before are thrown away; who left meanwhile is seen by looking again."""
    with suppress(BlockingIOError):
        os.read(bell, EVERY_RING)
    if not _is_free(turn):
        listener = select.poll()
        listener.register(bell, select.POLLIN)
        listener.poll(LONGEST_NAP)
