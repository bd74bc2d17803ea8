"""How far one answer can take a scale: what `normalise: max` and nearness divide by."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.scoring.answering import size_limits
from quiz.scoring.format.parts import Question


def highest_weight(question: Question, scale: str) -> int:
    """Return the most that one admissible answer, a blank included, gives to a scale."""
    return max(_best_sums(question, scale, 1), default=0)


def lowest_weight(question: Question, scale: str) -> int:
    """Return the least that one admissible answer, a blank included, gives to a scale."""
    return -max(_best_sums(question, scale, -1), default=0)


def _best_sums(question: Question, scale: str, sign: int) -> Iterator[int]:
    """Yield the best answer of each sort: of ordinary choices, of one exclusive choice, and the blank."""
    fewest, most = size_limits(question)
    together = (sign * choice.weights.get(scale, 0) for choice in question.choices if not choice.exclusive)
    alone = (sign * choice.weights.get(scale, 0) for choice in question.choices if choice.exclusive)
    ranked = sorted(together, reverse=True)
    if fewest <= min(most, len(ranked)):
        yield sum(ranked[:fewest]) + sum(max(weight, 0) for weight in ranked[fewest:most])
    if fewest == 1 <= most:
        yield from alone
    if question.may_be_blank:
        yield 0
