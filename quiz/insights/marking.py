"""Exclude test responses from the tallies, or include them again."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet

from quiz import scoring, taking
from quiz.models import Event, Kind, Response


@transaction.atomic
def mark_tests(responses: QuerySet[Response], *, is_test: bool) -> int:
    """Mark responses as tests or as real, and correct the tallies by events; return the number of changed responses."""
    rows = list(
        Response.objects.locked()
        .filter(pk__in=responses.values("pk"), is_test=not is_test)
        .select_related("claim__offer")
        .prefetch_related("answers")
    )
    events = [event for response in rows for event in _events(response)]
    for event in events:
        event.count = -1 if is_test else 1
    Response.objects.filter(pk__in=[row.pk for row in rows]).update(is_test=is_test)
    Event.objects.record(*events)
    return len(rows)


def _events(response: Response) -> Iterator[Event]:
    """Yield all events of the response."""
    yield Event.of_response(response, Kind.STARTED, on=response.started_at)
    if response.state == Response.State.FINISHED:
        yield from _finish_events(response)
    if response.kept_at:
        yield Event.of_response(response, Kind.KEPT, on=response.kept_at)
    if response.suits is not None:
        yield Event.of_response(response, Kind.SUITED, "yes" if response.suits else "no", on=response.finish_time)
    if claim := getattr(response, "claim", None):
        yield Event.of_response(response, Kind.CLAIMED, claim.offer.key, on=claim.claimed_at)


def _finish_events(response: Response) -> Iterator[Event]:
    outcome = scoring.read_outcome(response.outcome)
    answers = taking.current_answers(response.answers.all())
    yield Event.of_response(response, Kind.FINISHED, outcome.type, on=response.finish_time)
    if outcome.tie:
        yield Event.of_response(response, Kind.TIED, on=response.finish_time)
    for key in outcome.path:
        yield from taking.answer_events(response, key, _choices(response, answers, key), response.finish_time)


def _choices(response: Response, answers: scoring.Answers, key: str) -> tuple[str, ...] | None:
    """Return the answer that was counted; of a deleted sensitive answer, the choices are unknown."""
    definition = response.definition
    is_deleted = key not in answers and response.is_redacted and definition.question(key).sensitive
    return () if is_deleted else answers.get(key)
