"""What follows from a definition, worked out once: every answer and every result of a version asks for it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from threading import Lock

from quiz.scoring.answering import check_answer
from quiz.scoring.effects.alternatives import Alternative, find_alternatives
from quiz.scoring.effects.reach import highest_weight, lowest_weight
from quiz.scoring.format.definition import Definition
from quiz.scoring.format.parts import Question
from quiz.scoring.jumps import longest_paths
from quiz.scoring.steps import Step, make_step

MOST_STEPS = 100  # answers a question: every one of most, a few of a multiple with thousands
MOST_PLANS = 64  # as many as a process keeps published versions

type Extremes = dict[str, int]
"""Question key → the most, or the least, that one answer to it gives to a scale."""


class Plan:
    """A definition with all that scoring derives from it, each part when it is first asked for.

    To its users it never changes, and threads may share it: what two of them work out at the same time is equal.
    """

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self._steps: dict[str, dict[tuple[str, ...], Step]] = {
            question.key: {} for question in definition.all_questions
        }
        self._highest: dict[str, Extremes] = {}
        self._lowest: dict[str, Extremes] = {}
        self._alternatives: dict[tuple[str, tuple[str, ...]], tuple[Alternative, ...]] = {}

    @cached_property
    def longest(self) -> tuple[int, ...]:
        """For each index, how many questions the longest path from there to the end asks."""
        return longest_paths(self.definition)

    def step(self, question: Question, keys: Sequence[str]) -> Step | None:
        """Return the step of an answer to one of the questions, or None when the answer is not valid."""
        known, answer = self._steps[question.key], tuple(keys)
        step = known.get(answer)
        if step is None:
            if check_answer(question, answer) is not None:
                return None
            step = make_step(self.definition, question, question.chosen(answer))
            if len(known) < MOST_STEPS:
                known[answer] = step
        return step

    def highest_sum(self, steps: Iterable[Step], scale: str) -> int:
        """Return the highest sum that any answers to the same questions give; neutral answers are left out."""
        return self._extreme_sum(self._highest, highest_weight, steps, scale)

    def lowest_sum(self, steps: Iterable[Step], scale: str) -> int:
        """Return the lowest sum that any answers to the same questions give; neutral answers are left out."""
        return self._extreme_sum(self._lowest, lowest_weight, steps, scale)

    def _extreme_sum(
        self, known: dict[str, Extremes], extreme: Callable[[Question, str], int], steps: Iterable[Step], scale: str
    ) -> int:
        extremes = known.get(scale)
        if extremes is None:
            extremes = known[scale] = {question.key: extreme(question, scale) for question in self.definition.questions}
        return sum(extremes[step.question.key] for step in steps if not step.is_neutral)

    def alternatives(self, step: Step) -> tuple[Alternative, ...]:
        """Return what else could have been answered."""
        known = self._alternatives.get((step.question.key, step.keys))
        if known is None:
            known = tuple(find_alternatives(self.definition, step))
            if step.question.kind != "multiple":  # whose answers may be thousands
                self._alternatives[step.question.key, step.keys] = known
        return known


_plans: dict[int, Plan] = {}
_lock = Lock()


def plan_of(definition: Definition) -> Plan:
    """Return the plan of this very definition, the same one as long as it is among the last few that were asked for.

    Plans are kept by identity, because comparing two quizzes takes longer than scoring one. A plan holds its
    definition, so no other object takes on that identity meanwhile.
    """
    return _plans.get(id(definition)) or _make_plan(definition)


def _make_plan(definition: Definition) -> Plan:
    plan = Plan(definition)
    with _lock:
        while len(_plans) >= MOST_PLANS:
            del _plans[next(iter(_plans))]
        return _plans.setdefault(id(definition), plan)
