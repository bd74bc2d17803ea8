"""Fold events into tallies. An event is counted exactly once, also if several processes fold."""

from __future__ import annotations

from django.db import connection, transaction

from quiz.models import Event

BATCH = 5000
# Tallies are written in a fixed order, so that two processes can't deadlock.
ADD_TO_TALLIES = """
INSERT INTO quiz_tally ("version_id", "kind", "key", "day", "count")
SELECT "version_id", "kind", "key", "day", SUM("count") FROM quiz_event WHERE "id" IN ({marks})
GROUP BY "version_id", "kind", "key", "day" ORDER BY "version_id", "kind", "key", "day"
ON CONFLICT ("version_id", "kind", "key", "day") DO UPDATE SET "count" = quiz_tally."count" + EXCLUDED."count"
"""


def fold(*, limit: int = BATCH) -> int:
    """Fold up to `limit` events into the tallies and delete them; return their number."""
    with transaction.atomic():
        waiting = Event.objects.select_for_update(skip_locked=True).order_by("pk")
        ids = list(waiting.values_list("pk", flat=True)[:limit])
        if ids:
            _add_to_tallies(ids)
            Event.objects.filter(pk__in=ids).delete()
    return len(ids)


def fold_all() -> None:
    """Fold all waiting events, one transaction per batch."""
    while fold(limit=BATCH) == BATCH:
        pass


def _add_to_tallies(ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(ADD_TO_TALLIES.format(marks=", ".join(["%s"] * len(ids))), ids)
