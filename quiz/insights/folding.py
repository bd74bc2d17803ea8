"""Fold events into tallies: each event is counted once, whichever process folds it."""

from __future__ import annotations

from django.db import connection, transaction

from quiz.models import Event

BATCH = 5000
# Tallies are always written in the same order, so that two processes can't wait for each other.
ADD = """
INSERT INTO quiz_tally ("version_id", "kind", "key", "day", "count")
SELECT "version_id", "kind", "key", "day", SUM("count") FROM quiz_event WHERE "id" IN ({marks})
GROUP BY "version_id", "kind", "key", "day" ORDER BY "version_id", "kind", "key", "day"
ON CONFLICT ("version_id", "kind", "key", "day") DO UPDATE SET "count" = quiz_tally."count" + EXCLUDED."count"
"""


def fold(*, limit: int = BATCH) -> int:
    """Move at most this many events into the tallies; return how many were moved."""
    with transaction.atomic():
        waiting = Event.objects.select_for_update(skip_locked=True).order_by("pk")
        ids = list(waiting.values_list("pk", flat=True)[:limit])
        if ids:
            _add(ids)
            Event.objects.filter(pk__in=ids).delete()
    return len(ids)


def _add(ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(ADD.format(marks=", ".join(["%s"] * len(ids))), ids)
