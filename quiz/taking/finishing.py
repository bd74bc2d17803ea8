"""Finish a response: score, explain, delete the answers that may not be kept, close and count."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from quiz import scoring, tokens
from quiz.models import Answer, Event, Kind, Response
from quiz.taking.statements import StoredAnswer

RESULT_LIFE = timedelta(days=30)
FINISHED_FIELDS = (
    "engine_schema",
    "explanation",
    "finish_key",
    "finished_at",
    "is_redacted",
    "outcome",
    "result_hash",
    "state",
    "tie_rule",
    "type_key",
)


def current_answers(rows: Iterable[Answer | StoredAnswer]) -> dict[str, tuple[str, ...]]:
    """Return the newest answer by question key, from rows in the order of insertion."""
    return {row.question_key: tuple(row.choices) for row in rows}


def finish(response: Response, rows: Sequence[StoredAnswer], *, key: str, now: datetime) -> None:
    """Score and close the response, within the caller's transaction."""
    definition = response.definition
    answers = current_answers(rows)
    outcome = scoring.score(definition, answers)
    response.finish_key, response.finished_at = key, now
    response.state = Response.State.FINISHED
    response.result_hash = tokens.hash_token(tokens.result_token(response.uid))
    response.type_key = outcome.type
    response.engine_schema, response.tie_rule = scoring.SCHEMA, definition.tie_break.rule
    response.outcome = scoring.outcome_text(outcome)
    secret = _delete_answers(response, outcome, rows)
    response.is_redacted = bool(secret)
    reasons = json.dumps(scoring.explain(definition, answers).to_data(), ensure_ascii=False)
    response.explanation = hide_answers(reasons, secret) if secret else reasons
    response.save(update_fields=FINISHED_FIELDS)
    if not response.is_test:
        Event.objects.record(*_finish_events(response, outcome, answers, now))


def hide_answers(explanation: str, questions: Collection[str]) -> str:
    """Return a stored explanation without the contributions that would reveal an answer to these questions."""
    data = json.loads(explanation)
    for part in [data, *data["axes"]]:
        part["contributions"] = [entry for entry in part["contributions"] if entry["question"] not in questions]
    if data["flip"] and data["flip"]["question"] in questions:
        data["flip"] = None
    return json.dumps(data, ensure_ascii=False)


def _delete_answers(response: Response, outcome: scoring.Outcome, rows: Sequence[StoredAnswer]) -> set[str]:
    """Delete the answers that may not stay, and return the sensitive questions on the way whose answers went.

    Replaced answers go, and answers off the final way, which nobody was asked about in the end. So do sensitive
    answers that may not be kept.
    """
    newest = {row.question_key: row for row in rows}
    on_way = answered_on_way(response.definition, outcome)
    sensitive = {question.key for question in response.definition.questions if question.sensitive}
    secret = {key for key in on_way & sensitive & newest.keys() if newest[key].choices and not newest[key].may_keep}
    stays = {newest[key].pk for key in on_way & newest.keys() - secret}
    gone = [row.pk for row in rows if row.pk not in stays]
    if gone:
        response.answers.filter(pk__in=gone).delete()
    return secret


def answered_on_way(definition: scoring.Definition, outcome: scoring.Outcome) -> set[str]:
    """Return the keys of the questions that led to an outcome: its path, and the tie question when it was asked."""
    is_asked = outcome.tie and definition.tie_question is not None
    return {*outcome.path, *([scoring.TIE] if is_asked else [])}


def _finish_events(
    response: Response, outcome: scoring.Outcome, answers: scoring.Answers, now: datetime
) -> list[Event]:
    events = [Event.of_response(response, Kind.FINISHED, outcome.type, on=now)]
    events += [Event.of_response(response, Kind.TIED, on=now)] if outcome.tie else []
    for key in outcome.path:
        events += answer_events(response, key, answers.get(key), now)
    return events


def record_suits(response: Response, *, suits: bool, word: str, now: datetime) -> bool:
    """Store whether the result suits the person; return False, without a change, if that was stored before."""
    is_first = Response.objects.finished().filter(pk=response.pk, suits=None).update(suits=suits, suits_word=word)
    if is_first:
        Event.objects.record(Event.of_response(response, Kind.SUITED, "yes" if suits else "no", on=now))
        response.suits, response.suits_word = suits, word
    return bool(is_first)


def answer_events(response: Response, key: str, choices: tuple[str, ...] | None, now: datetime) -> list[Event]:
    """Return the events of a question that was shown; `choices` is None if it was left unanswered."""
    if choices is None:
        return [Event.of_response(response, Kind.REACHED, key, on=now)]
    seen = [Event.of_response(response, kind, key, on=now) for kind in (Kind.REACHED, Kind.ANSWERED)]
    return seen + [Event.of_response(response, Kind.CHOSEN, f"{key}/{choice}", on=now) for choice in choices]
