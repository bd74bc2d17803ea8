"""Answer questions. An answer is appended under its submit key; the last answer finishes the response."""

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
    """A submitted form: the submit key, the question, the choices, and the consent to keep a sensitive answer."""

    key: str
    question: str
    choices: tuple[str, ...] = ()
    may_keep: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The result of an answer: the next question (None if the response is finished) and the current answers.

    `has_finished` is true if this call finished the response; it is false if an earlier call did and this is a retry.
    """

    following: scoring.Question | None
    answers: dict[str, tuple[str, ...]]
    has_finished: bool = False


def check_open(response: Response, *, now: datetime) -> None:
    """Raise FinishedError, ExpiredError or ClosedError if the response takes no more answers."""
    if response.state == Response.State.FINISHED:
        raise FinishedError
    if response.expires_at <= now:
        raise ExpiredError
    if response.version.quiz.is_stopped:
        raise ClosedError


def answer_unlocked(found: FoundResponse, submit: Submit, *, now: datetime) -> Step | None:
    """Append an answer that leads to another question, without a lock on the response.

    Return None, without a write, if only `answer` can handle it: the last answer, a retry, a late or concurrent one.
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
    """Append an answer to a locked response and return the step that follows.

    Idempotent by submit key: the same answer again writes nothing, a different answer raises ReusedKeyError.
    """
    repeated = next((answer for answer in found.answers if answer.submit_key == submit.key), None)
    if repeated:
        _check_same(repeated, submit)
    if _finished_by(found.response, submit):
        return Step(following=None, answers=current_answers(found.answers))
    check_open(found.response, now=now)
    if repeated:
        return _next_step(found, submit, now=now)
    written = _append(found.response, submit, _check_answer(found, submit), now=now)
    if written is None:  # another request used the key after the response was read
        raise ReusedKeyError
    return _next_step(replace(found, answers=(*found.answers, written)), submit, now=now)


def advance(found: FoundResponse, submit: Submit, *, now: datetime) -> Step:
    """Return the step after a question whose answer stays as it is; finish the response if no question is open."""
    answers = current_answers(found.answers)
    if _finished_by(found.response, submit):
        return Step(following=None, answers=answers)
    check_open(found.response, now=now)
    question_on_path(found.response.definition, answers, submit.question)
    if submit.question not in answers:
        raise InvalidAnswerError("required")
    return _next_step(found, submit, now=now)


def _finished_by(response: Response, submit: Submit) -> bool:
    return response.state == Response.State.FINISHED and response.finish_key == submit.key


def _check_same(stored: StoredAnswer, submit: Submit) -> None:
    was, is_now = (stored.question_key, stored.may_keep), (submit.question, submit.may_keep)
    if was != is_now or sorted(stored.choices) != sorted(submit.choices):
        raise ReusedKeyError


def _check_answer(found: FoundResponse, submit: Submit) -> tuple[str, ...]:
    """Return the choices in the order of the question; raise a TakingError if they are not a valid answer now."""
    if len(found.answers) >= MAX_ANSWERS:
        raise TooManyAnswersError
    question = question_on_path(found.response.definition, current_answers(found.answers), submit.question)
    if code := scoring.check_answer(question, submit.choices):
        raise InvalidAnswerError(code)
    return tuple(choice.key for choice in question.chosen(submit.choices))


def _append(response: Response, submit: Submit, choices: tuple[str, ...], *, now: datetime) -> StoredAnswer | None:
    return append_answer(response, submit.key, submit.question, choices, may_keep=submit.may_keep, now=now)


def question_on_path(definition: scoring.Definition, answers: scoring.Answers, key: str) -> scoring.Question:
    """Return the question of a key; raise NotReachedError if it is not on the path of the answers."""
    asked = definition.tie_question
    if asked and key == asked.key and (key in answers or scoring.next_question(definition, answers) is asked):
        return asked
    reached = next((question for question in scoring.path(definition, answers) if question.key == key), None)
    if reached is None:
        raise NotReachedError
    return reached


def _next_step(found: FoundResponse, submit: Submit, *, now: datetime) -> Step:
    answers = current_answers(found.answers)
    following = following_question(found.response.definition, answers, submit.question)
    if following is None:
        finish(found.response, found.answers, key=submit.key, now=now)
    return Step(following=following, answers=answers, has_finished=following is None)


def following_question(definition: scoring.Definition, answers: scoring.Answers, key: str) -> scoring.Question | None:
    """Return the question after the one with this key on the path; None when no question is left."""
    path = scoring.path(definition, answers)
    indexes = {question.key: index for index, question in enumerate(path)}
    following = indexes.get(key, len(path) - 1) + 1
    return path[following] if following < len(path) else scoring.next_question(definition, answers)
