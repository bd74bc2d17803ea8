"""Answer one question after the other. Answers are appended under their submit key; the last one finishes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from quiz import publishing, scoring
from quiz.models import Response
from quiz.taking.errors import (
    ClosedError,
    ExpiredError,
    FinishedError,
    InvalidAnswerError,
    NotReachedError,
    ReusedKeyError,
    TooManyAnswersError,
)
from quiz.taking.finishing import current_answers, finish
from quiz.taking.statements import AnswerRow, answers_of, append_answer

MAX_ANSWERS = 1000


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


def check_open(response: Response, *, now: datetime) -> None:
    """Raise the reason for which this response takes no more answers."""
    if response.state == Response.State.FINISHED:
        raise FinishedError
    if response.expires_at <= now:
        raise ExpiredError
    if publishing.is_stopped(response.version.quiz):
        raise ClosedError


def answer_ahead(response: Response, submit: Submit, *, now: datetime) -> Step | None:
    """Append an answer that leads to another question; nobody waits for it, and the response need not be locked.

    None, and nothing is written, when only `answer` can tell: the last answer, a repeated or late one, two at once.
    """
    rows = answers_of(response)
    if response.state == Response.State.FINISHED or any(row.submit_key == submit.key for row in rows):
        return None
    check_open(response, now=now)
    choices = _check_answer(response, rows, submit)
    answers = current_answers(rows) | {submit.question: choices}
    following = following_question(publishing.definition_of(response.version_id), answers, submit.question)
    if following is None or not _append(response, submit, choices, now=now):
        return None
    return Step(following=following, answers=answers)


def answer(response: Response, submit: Submit, *, now: datetime) -> Step:
    """Append an answer to a locked response and return where it led.

    A submit key that was used for the same answer changes nothing; for another it raises ReusedKeyError.
    """
    rows = answers_of(response)
    used = next((row for row in rows if row.submit_key == submit.key), None)
    if used:
        _check_same(used, submit)
    if _finished_by(response, submit):
        return Step(following=None, answers=current_answers(rows))
    check_open(response, now=now)
    if not used:
        rows.append(_append(response, submit, _check_answer(response, rows, submit), now=now))
    return _go_on(response, rows, submit, now=now)


def pass_over(response: Response, submit: Submit, *, now: datetime) -> Step:
    """Go on with the answer that a question has already; nothing is written unless that was all that missed."""
    rows = answers_of(response)
    if _finished_by(response, submit):
        return Step(following=None, answers=current_answers(rows))
    check_open(response, now=now)
    answers = current_answers(rows)
    question_on_path(publishing.definition_of(response.version_id), answers, submit.question)
    if submit.question not in answers:
        raise InvalidAnswerError("required")
    return _go_on(response, rows, submit, now=now)


def _finished_by(response: Response, submit: Submit) -> bool:
    return response.state == Response.State.FINISHED and response.finish_key == submit.key


def _check_same(row: AnswerRow, submit: Submit) -> None:
    was, is_now = (row.question_key, row.may_keep), (submit.question, submit.may_keep)
    if was != is_now or sorted(row.choices) != sorted(submit.choices):
        raise ReusedKeyError


def _check_answer(response: Response, rows: list[AnswerRow], submit: Submit) -> tuple[str, ...]:
    """Return the choices in the order of the question, or raise why they are no answer now."""
    if len(rows) >= MAX_ANSWERS:
        raise TooManyAnswersError
    definition = publishing.definition_of(response.version_id)
    question = question_on_path(definition, current_answers(rows), submit.question)
    if code := scoring.check_answer(question, submit.choices):
        raise InvalidAnswerError(code)
    return tuple(choice.key for choice in question.chosen(submit.choices))


def _append(response: Response, submit: Submit, choices: tuple[str, ...], *, now: datetime) -> AnswerRow | None:
    return append_answer(response, submit.key, submit.question, choices, may_keep=submit.may_keep, now=now)


def question_on_path(definition: scoring.Definition, answers: scoring.Answers, key: str) -> scoring.Question:
    """Return the question of this key when the answers lead to it, else raise NotReachedError."""
    asked = definition.tie_question
    if asked and key == asked.key and (key in answers or scoring.next_question(definition, answers) is asked):
        return asked
    reached = next((question for question in scoring.path(definition, answers) if question.key == key), None)
    if reached is None:
        raise NotReachedError
    return reached


def _go_on(response: Response, rows: list[AnswerRow], submit: Submit, *, now: datetime) -> Step:
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
