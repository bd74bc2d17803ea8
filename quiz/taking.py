"""Take a quiz: start, answer, finish. Answers are appended under their submit key; the last one finishes the response.

The caller of `answer` holds the response's row locked (`Response.objects.locked`), so that two tabs, a double tap and a
retry meet one after the other. Nothing here reads the draft: a response goes by the version that it began with.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import transaction

from quiz import publishing, scoring, tokens
from quiz.models import Answer, Event, Kind, Quiz, Response

HANDLE_LIFE = timedelta(hours=24)
RESULT_LIFE = timedelta(days=30)
MAX_ANSWERS = 1000


class TakingError(Exception):
    """A step that can't be taken. Each subclass is one reason, shown to people in their words."""


class ClosedError(TakingError):
    """The quiz takes no starts, or was stopped at once."""


class FinishedError(TakingError):
    """The response is finished; it never changes again."""


class ExpiredError(TakingError):
    """The response was begun more than a day ago."""


class ReusedKeyError(TakingError):
    """The submit key was used before, for another answer."""


class TooManyAnswersError(TakingError):
    """Nobody changes their mind a thousand times."""


class NotReachedError(TakingError):
    """The question is not on the way that the answers so far lead along."""


class InvalidAnswerError(TakingError):
    """The choices are not an answer to the question; `code` is one of `scoring.check_answer`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a response came from: a channel, an embedding site, and the allow-listed campaign parameters."""

    channel: str = Response.Channel.PAGE
    embed_origin: str = ""
    utm_source: str = ""
    utm_medium: str = ""
    utm_campaign: str = ""
    utm_content: str = ""
    utm_term: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit:
    """One submitted form: its key, the question, the choices, and whether a sensitive answer may be kept."""

    key: str
    question: str
    choices: tuple[str, ...] = ()
    may_keep: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where an answer led: the question that follows (None: the response is finished), and the answers so far."""

    following: scoring.Question | None
    answers: dict[str, tuple[str, ...]]


@transaction.atomic
def start(quiz: Quiz, *, source: Source, language: str, now: datetime) -> tuple[Response, str]:
    """Begin a response to the present version; return it with its handle, which is never stored."""
    if not publishing.can_start(quiz, now=now):
        raise ClosedError
    handle = tokens.new_token()
    response = Response.objects.create(
        handle_hash=tokens.hash_token(handle),
        version=quiz.version,
        language=language,
        started_at=now,
        expires_at=now + HANDLE_LIFE,
        **asdict(source),
    )
    Event.objects.record(Event.of(response, Kind.STARTED, on=now))
    return response, handle


def current_answers(rows: Sequence[Answer]) -> dict[str, tuple[str, ...]]:
    """Return the newest answer to each question from rows in the order of writing."""
    return {row.question_key: tuple(row.choices) for row in rows}


def check_open(response: Response, *, now: datetime) -> None:
    """Raise the reason for which this response takes no more answers."""
    if response.state == Response.State.FINISHED:
        raise FinishedError
    if response.expires_at <= now:
        raise ExpiredError
    if publishing.is_stopped(response.version.quiz):
        raise ClosedError


def answer(response: Response, submit: Submit, *, now: datetime) -> Step:
    """Append an answer and return where it led.

    A submit key that was used for the same answer changes nothing; for another it raises ReusedKeyError.
    """
    rows = list(response.answers.all())
    used = next((row for row in rows if row.submit_key == submit.key), None)
    if used:
        _check_same(used, submit)
    if _finished_by(response, submit):
        return Step(following=None, answers=current_answers(rows))
    check_open(response, now=now)
    if not used:
        rows.append(_append(response, rows, submit, now=now))
    return _go_on(response, rows, submit, now=now)


def pass_over(response: Response, submit: Submit, *, now: datetime) -> Step:
    """Go on with the answer that a question has already; nothing is written unless that was all that missed."""
    rows = list(response.answers.all())
    if _finished_by(response, submit):
        return Step(following=None, answers=current_answers(rows))
    check_open(response, now=now)
    if submit.question not in current_answers(rows):
        raise InvalidAnswerError("required")
    return _go_on(response, rows, submit, now=now)


def _finished_by(response: Response, submit: Submit) -> bool:
    return response.state == Response.State.FINISHED and response.finish_key == submit.key


def _check_same(row: Answer, submit: Submit) -> None:
    if (row.question_key, sorted(row.choices)) != (submit.question, sorted(submit.choices)):
        raise ReusedKeyError


def _append(response: Response, rows: list[Answer], submit: Submit, *, now: datetime) -> Answer:
    if len(rows) >= MAX_ANSWERS:
        raise TooManyAnswersError
    definition = publishing.definition_of(response.version_id)
    question = question_on_path(definition, current_answers(rows), submit.question)
    if code := scoring.check_answer(question, submit.choices):
        raise InvalidAnswerError(code)
    return Answer.objects.create(
        response=response,
        submit_key=submit.key,
        question_key=submit.question,
        choices=[choice.key for choice in question.chosen(submit.choices)],
        may_keep=submit.may_keep,
        answered_at=now,
    )


def question_on_path(definition: scoring.Definition, answers: scoring.Answers, key: str) -> scoring.Question:
    """Return the question of this key when the answers lead to it, else raise NotReachedError."""
    following = scoring.next_question(definition, answers)
    reached = {question.key: question for question in scoring.path(definition, answers)}
    if definition.tie_question and (key in answers or (following and following.key == key)):
        reached[scoring.TIE] = definition.tie_question
    if key not in reached:
        raise NotReachedError
    return reached[key]


def _go_on(response: Response, rows: list[Answer], submit: Submit, *, now: datetime) -> Step:
    definition = publishing.definition_of(response.version_id)
    answers = current_answers(rows)
    following = following_question(definition, answers, submit.question)
    if following is None:
        finish(response, rows, key=submit.key, now=now)
    return Step(following=following, answers=answers)


def following_question(definition: scoring.Definition, answers: scoring.Answers, key: str) -> scoring.Question | None:
    """Return what comes after a question on the path, answered before or not; None when nothing is left to ask."""
    path = scoring.path(definition, answers)
    places = {question.key: place for place, question in enumerate(path)}
    place = places.get(key, len(path) - 1)
    return path[place + 1] if place + 1 < len(path) else scoring.next_question(definition, answers)


def finish(response: Response, rows: list[Answer], *, key: str, now: datetime) -> None:
    """Score and close the response, in the caller's transaction, which then also gives the coupon."""
    definition = publishing.definition_of(response.version_id)
    answers = current_answers(rows)
    outcome = scoring.score(definition, answers)
    response.finish_key, response.finished_at = key, now
    response.state = Response.State.FINISHED
    response.result_hash = tokens.hash_token(tokens.result_token(response.uid))
    response.type_key = outcome.type
    response.engine_schema, response.tie_rule = scoring.SCHEMA, definition.tie_break.rule
    response.outcome = scoring.outcome_text(outcome)
    secret = _forget(response, definition, rows)
    response.is_redacted = bool(secret)
    response.explanation = _explanation_text(definition, answers, secret)
    response.save()
    Event.objects.record(*_finish_events(response, outcome, answers, now))


def _explanation_text(definition: scoring.Definition, answers: scoring.Answers, secret: set[str]) -> str:
    """Return the reasons as data, without those that would tell an answer that was deleted."""
    data = scoring.explain(definition, answers).to_data()
    for part in [data, *data["axes"]]:
        part["contributions"] = [each for each in part["contributions"] if each["question"] not in secret]
    if data["flip"] and data["flip"]["question"] in secret:
        data["flip"] = None
    return json.dumps(data, ensure_ascii=False)


def _forget(response: Response, definition: scoring.Definition, rows: list[Answer]) -> set[str]:
    """Delete replaced answers, and sensitive ones that may not be kept; return the questions of the latter."""
    newest = {row.question_key: row for row in rows}
    sensitive = {question.key for question in definition.questions if question.sensitive}
    secret = [row for row in newest.values() if row.question_key in sensitive and row.choices and not row.may_keep]
    replaced = [row for row in rows if newest[row.question_key] is not row]
    if secret or replaced:
        response.answers.filter(pk__in=[row.pk for row in [*secret, *replaced]]).delete()
    return {row.question_key for row in secret}


def _finish_events(
    response: Response, outcome: scoring.Outcome, answers: scoring.Answers, now: datetime
) -> list[Event]:
    events = [Event.of(response, Kind.FINISHED, outcome.type, on=now)]
    events += [Event.of(response, Kind.TIED, on=now)] if outcome.tie else []
    for key in outcome.path:
        events += answer_events(response, key, answers.get(key), now)
    return events


def answer_events(response: Response, key: str, choices: tuple[str, ...] | None, now: datetime) -> list[Event]:
    """Return what to count for one question that was on the screen: None was left unanswered there."""
    if choices is None:
        return [Event.of(response, Kind.REACHED, key, on=now)]
    seen = [Event.of(response, kind, key, on=now) for kind in (Kind.REACHED, Kind.ANSWERED)]
    return seen + [Event.of(response, Kind.CHOSEN, f"{key}/{choice}", on=now) for choice in choices]
