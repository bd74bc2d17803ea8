"""Open, close, stop and retire published quizzes."""

from __future__ import annotations

from quiz.models import Quiz


class RetiredError(Exception):
    """A retired quiz can't be reopened."""


def close(quiz: Quiz) -> None:
    """Allow no new starts; responses in progress can be finished."""
    _change(quiz, Quiz.State.CLOSED)


def stop(quiz: Quiz) -> None:
    """Allow no starts and no answers, effective immediately."""
    _change(quiz, Quiz.State.STOPPED)


def reopen(quiz: Quiz) -> None:
    """Allow new starts."""
    _change(quiz, Quiz.State.OPEN)


def retire(quiz: Quiz) -> None:
    """Close the quiz permanently; responses in progress can be finished."""
    _change(quiz, Quiz.State.RETIRED)


def _change(quiz: Quiz, state: Quiz.State) -> None:
    rows = Quiz.objects.filter(pk=quiz.pk)
    if state != Quiz.State.RETIRED:
        rows = rows.exclude(state=Quiz.State.RETIRED)
    if not rows.update(state=state):
        raise RetiredError
    quiz.state = state
