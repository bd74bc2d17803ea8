"""Record events by hand, and read what they were folded into."""

from __future__ import annotations

from datetime import date

from quiz.models import Event, Kind, QuizVersion, Tally

DAY = date(2026, 11, 22)


def make_event(version: QuizVersion, kind: Kind, key: str = "", *, count: int = 1, day: date = DAY) -> Event:
    return Event.objects.create(version=version, kind=kind, key=key, count=count, day=day)


def tallied() -> dict[tuple[str, str], int]:
    return {(row.kind, row.key): row.count for row in Tally.objects.all()}
