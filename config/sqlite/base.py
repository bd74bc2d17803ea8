"""The backend: a transaction waits for its turn before it begins, and gives the turn on when it ends.

Only the outermost `atomic` begins a transaction; inner ones are savepoints. Readers open none and never wait. A single
statement outside `atomic` doesn't stand in line: SQLite's own lock keeps it apart from the rest, as ever.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.db.backends.sqlite3 import base

from config import private
from config.sqlite.queueing import WriterQueue

PATIENCE = 5.0


if TYPE_CHECKING:

    class SqliteWrapper(base.DatabaseWrapper):
        """Django's backend, with the methods that its type stubs leave out."""

        def _start_transaction_under_autocommit(self) -> None: ...
        def _commit(self) -> None: ...
        def _rollback(self) -> None: ...
        def _close(self) -> None: ...

else:
    SqliteWrapper = base.DatabaseWrapper


class DatabaseWrapper(SqliteWrapper):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._queue: WriterQueue | None = None

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        # A database in memory belongs to one process, whose tests need no queue.
        if not self.is_in_memory_db():
            self._queue = WriterQueue(str(params["database"]), patience=params.get("timeout", PATIENCE))
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if not self.is_in_memory_db():
            _make_private(str(conn_params["database"]))
        return super().get_new_connection(conn_params)

    def _start_transaction_under_autocommit(self) -> None:
        if self._queue:
            self._queue.enter()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        # A commit that fails leaves the transaction open; the rollback that follows ends the turn.
        super()._commit()
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            if self._queue:
                self._queue.close()

    def _leave(self) -> None:
        if self._queue:
            self._queue.leave()


def _make_private(database: str) -> None:
    """Make the file of a new database, and so its log, which takes over the mode; what fails here SQLite tells."""
    with suppress(OSError):
        os.close(private.opener(database, os.O_CREAT | os.O_CLOEXEC))
