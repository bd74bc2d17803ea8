"""Whether a published quiz may be started, gone on with, or has left the site."""

from __future__ import annotations

from datetime import datetime

from quiz.models import Quiz


class RetiredError(Exception):
    """A retired quiz was about to come back."""


def can_start(quiz: Quiz, *, now: datetime) -> bool:
    """Tell whether a new response may begin at this moment."""
    has_opened = quiz.opens_at is None or quiz.opens_at <= now
    is_over = quiz.closes_at is not None and quiz.closes_at <= now
    return quiz.version_id is not None and quiz.state == Quiz.State.OPEN and has_opened and not is_over


def is_stopped(quiz: Quiz) -> bool:
    """Tell whether even responses under way may not go on. Those of a retired quiz may."""
    return quiz.state == Quiz.State.STOPPED


def close(quiz: Quiz) -> None:
    """Allow no new starts; responses under way may finish."""
    _change(quiz, Quiz.State.CLOSED)


def stop(quiz: Quiz) -> None:
    """Allow no answers at all, from this moment on."""
    _change(quiz, Quiz.State.STOPPED)


def reopen(quiz: Quiz) -> None:
    """Allow starts again."""
    _change(quiz, Quiz.State.OPEN)


def retire(quiz: Quiz) -> None:
    """Take the quiz off the site for good; responses under way may finish."""
    _change(quiz, Quiz.State.RETIRED)


def _change(quiz: Quiz, state: Quiz.State) -> None:
    rows = Quiz.objects.filter(pk=quiz.pk)
    if state != Quiz.State.RETIRED:
        rows = rows.exclude(state=Quiz.State.RETIRED)
    if not rows.update(state=state):
        raise RetiredError
    quiz.state = state
