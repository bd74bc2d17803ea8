"""Count views of start pages in memory, and write them to the database in batches.

Views are written every QUIZ_VIEW_FLUSH_SECONDS (0: immediately) and at exit. A killed process loses the views since the
last write; only view counts are buffered like this.
"""

from __future__ import annotations

import atexit
import logging
from collections import Counter
from datetime import date
from threading import Lock, Timer

from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection

from quiz import caching
from quiz.models import Event, Kind

logger = logging.getLogger("quiz.insights")

type Views = Counter[tuple[int, date]]


class ViewBuffer:
    """Views by version and day, with a timer while the buffer is not empty."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._views: Views = Counter()
        self._timer: Timer | None = None

    def add(self, views: Views) -> None:
        with self._lock:
            self._views.update(views)

    def discard(self) -> None:
        """Discard the buffered views and cancel the timer."""
        with self._lock:
            self._views.clear()
            timer, self._timer = self._timer, None
        if timer:
            timer.cancel()

    def schedule(self, seconds: float) -> None:
        """Start the timer that flushes, unless it is running."""
        with self._lock:
            if self._timer is None:
                self._timer = Timer(seconds, self._flush_in_thread)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Write the buffered views; keep them if the database is down."""
        with self._lock:
            views, self._views = self._views, Counter()
        try:
            _write(views)
        except IntegrityError:
            logger.warning("views of a version that is not there were dropped")
        except DatabaseError as error:
            logger.warning("views are written later: %s", type(error).__name__)
            self.add(views)

    def _flush_in_thread(self) -> None:
        with self._lock:
            self._timer = None
        try:
            self.flush()
        finally:
            connection.close()


def _write(views: Views) -> None:
    if views:
        Event.objects.record(
            *(
                Event(version_id=version_id, kind=Kind.VIEWED, day=day, count=count)
                for (version_id, day), count in views.items()
            )
        )


buffer = ViewBuffer()
flush_views, discard_views = buffer.flush, buffer.discard
atexit.register(flush_views)
caching.register(discard_views)


def count_view(version_id: int, *, day: date) -> None:
    """Count one view of the start page of a version."""
    buffer.add(Counter({(version_id, day): 1}))
    seconds = settings.QUIZ_VIEW_FLUSH_SECONDS
    if seconds:
        buffer.schedule(seconds)
    else:
        buffer.flush()
