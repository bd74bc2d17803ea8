"""Drawing one answer to a question, with the odds that the distribution gives it, without listing all answers."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from math import comb
from random import Random

from quiz.scoring.answering import size_limits
from quiz.scoring.definition import Definition, Question
from quiz.scoring.distribution.stops import AnswerShares, observed_answers, whole_numbers
from quiz.scoring.steps import Step, make_step

type Lot = tuple[str, ...] | int
"""An answer, or the size of a set that is still to be drawn."""


class Urn:
    """The lots of one question: its observed answers where there are any, every admissible answer otherwise."""

    def __init__(self, definition: Definition, question: Question, shares: AnswerShares) -> None:
        self.definition = definition
        self.question = question
        self.open_to_all = [choice.key for choice in question.choices if not choice.exclusive]
        observed = whole_numbers(observed_answers(question, shares))
        lots: dict[Lot, int] = {keys: mass for keys, mass in observed.items()} or dict(self._uniform())
        self.lots = list(lots)
        self.heap = list(accumulate(lots.values()))

    def draw(self, random: Random) -> Step | None:
        """An answer; None when the question cannot be answered at all."""
        if not self.heap:
            return None
        lot = self.lots[bisect(self.heap, random.randrange(self.heap[-1]))]
        keys = random.sample(self.open_to_all, lot) if isinstance(lot, int) else lot
        return make_step(self.definition, self.question, self.question.chosen(keys))

    def _uniform(self) -> Iterator[tuple[Lot, int]]:
        low, high = size_limits(self.question)
        if self.question.may_be_blank:
            yield (), 1
        if low == 1 <= high:
            yield from (((choice.key,), 1) for choice in self.question.choices)
        for size in range(max(low, 2), min(high, len(self.open_to_all)) + 1):
            yield size, comb(len(self.open_to_all), size)
