"""The queue in which writers of one SQLite database wait, across threads and processes, first come, first served.

SQLite itself lets a waiting writer sleep and try again: whoever comes while it sleeps goes first, and the unlucky wait
for a second. docs/decisions/0005-writers-queue.md has the figures. Two locks beside the database make the queue: all
wait in `line`, where the kernel wakes them in order; who is at its head waits there for `turn`, which the writer holds.
Only the head ever sleeps and tries again, so nobody passes it, and everybody's patience ends in time. The locks are
those of open files: a process that is killed gives them back.
"""

from __future__ import annotations

import fcntl
import time
from typing import BinaryIO

from django.db.utils import OperationalError

PAUSE = 0.0001


class WriterQueue:
    """One writer's place: each connection has its own, because a lock belongs to whoever opened the file."""

    def __init__(self, database: str, *, patience: float) -> None:
        self._names = [f"{database}-line", f"{database}-turn"]
        self._patience = patience
        self._files: list[BinaryIO] = []
        self._is_writing = False

    def enter(self) -> None:
        """Return once it is this writer's turn; raise OperationalError when that takes too long."""
        deadline = time.monotonic() + self._patience
        line, turn = self._files or self._open()
        fcntl.flock(line, fcntl.LOCK_EX)
        try:
            while not _is_free(turn):
                if time.monotonic() >= deadline:
                    raise OperationalError("database is locked: other writers took too long")
                time.sleep(PAUSE)
        finally:
            fcntl.flock(line, fcntl.LOCK_UN)
        self._is_writing = True

    def leave(self) -> None:
        """Let the next one write. To leave twice does no harm."""
        if self._is_writing:
            self._is_writing = False
            fcntl.flock(self._files[1], fcntl.LOCK_UN)

    def close(self) -> None:
        self._is_writing = False
        for file in self._files:
            file.close()
        self._files = []

    def _open(self) -> list[BinaryIO]:
        try:
            self._files = [open(name, "ab") for name in self._names]
        except OSError as error:
            raise OperationalError(f"unable to open the queue of writers: {error.strerror}") from error
        return self._files


def _is_free(turn: BinaryIO) -> bool:
    """Take the lock if nobody holds it."""
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
