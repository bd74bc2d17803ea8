"""How far an answered path could have taken a scale: what ``normalise: max`` and nearness divide by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quiz.scoring.answering import sizes
from quiz.scoring.definition import Question
from quiz.scoring.walking import Step


def most_on(steps: Iterable[Step], scale: str) -> int:
    """The highest sum that any answers to the same questions give; neutrally answered ones are left out."""
    return sum(most(step.question, scale) for step in steps if not step.is_neutral)


def least_on(steps: Iterable[Step], scale: str) -> int:
    """The lowest sum that any answers to the same questions give; neutrally answered ones are left out."""
    return sum(least(step.question, scale) for step in steps if not step.is_neutral)


def most(question: Question, scale: str) -> int:
    """The most that one admissible answer, a blank included, gives to a scale."""
    return _extreme(question, scale, 1)


def least(question: Question, scale: str) -> int:
    """The least that one admissible answer, a blank included, gives to a scale."""
    return -_extreme(question, scale, -1)


def _extreme(question: Question, scale: str, sign: int) -> int:
    if (scale, sign) not in question.extremes:
        question.extremes[scale, sign] = max(_best(question, scale, sign), default=0)
    return question.extremes[scale, sign]


def _best(question: Question, scale: str, sign: int) -> Iterator[int]:
    """The best answer of each sort: of ordinary choices, of one exclusive choice, and the blank."""
    low, high = sizes(question)
    open_to_all = (sign * each.weights.get(scale, 0) for each in question.choices if not each.exclusive)
    alone = (sign * each.weights.get(scale, 0) for each in question.choices if each.exclusive)
    ranked = sorted(open_to_all, reverse=True)
    if low <= min(high, len(ranked)):
        yield sum(ranked[:low]) + sum(max(weight, 0) for weight in ranked[low:high])
    if low == 1 <= high:
        yield from alone
    if question.may_be_blank:
        yield 0
