"""Open, close, stop or retire a published quiz."""

from __future__ import annotations

from quiz.models import Quiz


class RetiredError(Exception):
    """A retired quiz was about to come back."""


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
