"""Answer one question after the other. Answers are appended under their submit key; the last one finishes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from quiz import scoring
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
from quiz.taking.statements import FoundResponse, StoredAnswer, append_answer

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
    """Where an answer led: the question that follows (None: the response is finished), and the answers so far.

    `has_finished` tells whether this very answer finished the response, and not an earlier one that is repeated.
    """

    following: scoring.Question | None
    answers: dict[str, tuple[str, ...]]
    has_finished: bool = False


def check_open(response: Response, *, now: datetime) -> None:
    """Raise the reason for which this response takes no more answers."""
    if response.state == Response.State.FINISHED:
        raise FinishedError
    if response.expires_at <= now:
        raise ExpiredError
    if response.version.quiz.is_stopped:
        raise ClosedError


def answer_ahead(found: FoundResponse, submit: Submit, *, now: datetime) -> Step | None:
    """Append an answer that leads to another question; nobody waits for it, and the response need not be locked.

    None, and nothing is written, when only `answer` can tell: the last answer, a repeated or late one, two at once.
    """
    response, definition = found.response, found.response.definition
    is_repeated = any(answer.submit_key == submit.key for answer in found.answers)
    if response.state == Response.State.FINISHED or is_repeated:
        return None
    check_open(response, now=now)
    choices = _check_answer(found, submit)
    answers = current_answers(found.answers) | {submit.question: choices}
    following = following_question(definition, answers, submit.question)
    if following is None or not _append(response, submit, choices, now=now):
        return None
    return Step(following=following, answers=answers)


def answer(found: FoundResponse, submit: Submit, *, now: datetime) -> Step:
    """Append an answer to a locked response and return where it led.

    A submit key that was used for the same answer changes nothing; for another it raises ReusedKeyError.
    """
    used = next((answer for answer in found.answers if answer.submit_key == submit.key), None)
    if used:
        _check_same(used, submit)
    if _finished_by(found.response, submit):
        return Step(following=None, answers=current_answers(found.answers))
    check_open(found.response, now=now)
    if used:
        return _go_on(found, submit, now=now)
    written = _append(found.response, submit, _check_answer(found, submit), now=now)
    if written is None:  # the key was used since the response was read
        raise ReusedKeyError
    return _go_on(replace(found, answers=(*found.answers, written)), submit, now=now)


def pass_over(found: FoundResponse, submit: Submit, *, now: datetime) -> Step:
    """Go on with the answer that a question has already; nothing is written, unless no other question is open."""
    answers = current_answers(found.answers)
    if _finished_by(found.response, submit):
        return Step(following=None, answers=answers)
    check_open(found.response, now=now)
    question_on_path(found.response.definition, answers, submit.question)
    if submit.question not in answers:
        raise InvalidAnswerError("required")
    return _go_on(found, submit, now=now)


def _finished_by(response: Response, submit: Submit) -> bool:
    return response.state == Response.State.FINISHED and response.finish_key == submit.key


def _check_same(stored: StoredAnswer, submit: Submit) -> None:
    was, is_now = (stored.question_key, stored.may_keep), (submit.question, submit.may_keep)
    if was != is_now or sorted(stored.choices) != sorted(submit.choices):
        raise ReusedKeyError


def _check_answer(found: FoundResponse, submit: Submit) -> tuple[str, ...]:
    """Return the choices in the order of the question, or raise why they are no answer now."""
    if len(found.answers) >= MAX_ANSWERS:
        raise TooManyAnswersError
    question = question_on_path(found.response.definition, current_answers(found.answers), submit.question)
    if code := scoring.check_answer(question, submit.choices):
        raise InvalidAnswerError(code)
    return tuple(choice.key for choice in question.chosen(submit.choices))


def _append(response: Response, submit: Submit, choices: tuple[str, ...], *, now: datetime) -> StoredAnswer | None:
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


def _go_on(found: FoundResponse, submit: Submit, *, now: datetime) -> Step:
    answers = current_answers(found.answers)
    following = following_question(found.response.definition, answers, submit.question)
    if following is None:
        finish(found.response, found.answers, key=submit.key, now=now)
    return Step(following=following, answers=answers, has_finished=following is None)


def following_question(definition: scoring.Definition, answers: scoring.Answers, key: str) -> scoring.Question | None:
    """Return what comes after a question on the path, answered before or not; None when nothing is left to ask."""
    path = scoring.path(definition, answers)
    indexes = {question.key: index for index, question in enumerate(path)}
    following = indexes.get(key, len(path) - 1) + 1
    return path[following] if following < len(path) else scoring.next_question(definition, answers)
