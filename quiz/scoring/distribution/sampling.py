"""Odds from samples, for quizzes too large to add up: always the same samples, and labelled as estimates."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import comb, sqrt
from random import Random

from quiz.scoring.answering import size_limits
from quiz.scoring.distribution.report import Distribution, TypeShare, Witness
from quiz.scoring.distribution.stages import AnswerShares, Shares, observed_answers, whole_numbers
from quiz.scoring.engine import case_of
from quiz.scoring.format.definition import Definition
from quiz.scoring.format.parts import TIE, Question
from quiz.scoring.logics import decide
from quiz.scoring.plan import Plan, plan_of
from quiz.scoring.steps import Step

SAMPLES = 25_000
SEED = 5

type Draw = tuple[str, ...] | int
"""An answer, or the size of a set that is still to be drawn."""


@dataclass(slots=True)
class Tally:
    """What the samples came to."""

    count: int = 0
    ties: int = 0
    wins: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    witnesses: dict[str, Witness] = field(default_factory=dict)

    def share(self, amount: int) -> float:
        return amount / self.count if self.count else 0.0


class AnswerSampler:
    """Draws answers to one question with the odds that the distribution gives them, without listing all of them.

    They are its observed answers where there are any, every admissible answer otherwise.
    """

    def __init__(self, plan: Plan, question: Question, shares: AnswerShares) -> None:
        self.plan = plan
        self.question = question
        self.together = [choice.key for choice in question.choices if not choice.exclusive]
        observed = whole_numbers(observed_answers(question, shares))
        masses: dict[Draw, int] = {keys: mass for keys, mass in observed.items()} or dict(self._uniform_masses())
        self.draws = list(masses)
        self.cumulative = list(accumulate(masses.values()))

    def draw_step(self, random: Random) -> Step | None:
        """Return an answer; None when the question cannot be answered at all."""
        if not self.cumulative:
            return None
        drawn = self.draws[bisect(self.cumulative, random.randrange(self.cumulative[-1]))]
        keys = random.sample(self.together, drawn) if isinstance(drawn, int) else drawn
        return self.plan.step(self.question, keys)

    def _uniform_masses(self) -> Iterator[tuple[Draw, int]]:
        fewest, most = size_limits(self.question)
        if self.question.may_be_blank:
            yield (), 1
        if fewest == 1 <= most:
            yield from (((choice.key,), 1) for choice in self.question.choices)
        for size in range(max(fewest, 2), min(most, len(self.together)) + 1):
            yield size, comb(len(self.together), size)


def sample_distribution(definition: Definition, shares: Shares, *, paths: int, samples: int = SAMPLES) -> Distribution:
    """Return estimates from fixed samples. They never prove that a type is unreachable or dominated."""
    tally = Tally()
    for key, is_tie, answers in _sample_outcomes(definition, shares, samples):
        tally.count += 1
        tally.ties += is_tie
        tally.wins[key] += 1
        tally.witnesses.setdefault(key, answers)
    types = {
        key: TypeShare(share=tally.share(tally.wins[key]), witness=tally.witnesses.get(key))
        for key in definition.type_keys
    }
    bound = error_bound(samples)
    return Distribution(exact=False, paths=paths, ties=tally.share(tally.ties), types=types, error_bound=bound)


def error_bound(samples: int) -> float:
    """Return how near 95 % of the estimates of one half lie, which is the hardest share to estimate."""
    return 1.96 * sqrt(0.25 / samples)


def _sample_outcomes(definition: Definition, shares: Shares, samples: int) -> Iterator[tuple[str, bool, Witness]]:
    """Yield (type, whether it tied, answers) of each sample."""
    random = Random(SEED)  # noqa: S311
    plan = plan_of(definition)
    samplers = [AnswerSampler(plan, question, shares.get(question.key, {})) for question in definition.all_questions]
    count = len(definition.questions)
    for _ in range(samples):
        steps = _draw_path(samplers[:count], random)
        if steps is None:
            return
        asked = samplers[count].draw_step(random) if definition.tie_question else None
        yield _decide_sample(plan, steps, asked)


def _draw_path(samplers: Sequence[AnswerSampler], random: Random) -> tuple[Step, ...] | None:
    """Return one path to the end; None when a question on it cannot be answered at all."""
    steps: list[Step] = []
    index = 0
    while index < len(samplers):
        step = samplers[index].draw_step(random)
        if step is None:
            return None
        steps.append(step)
        index = step.leads_to
    return tuple(steps)


def _decide_sample(plan: Plan, steps: tuple[Step, ...], asked: Step | None) -> tuple[str, bool, Witness]:
    answers = {step.question.key: step.keys for step in steps}
    with_tie = {**answers, TIE: asked.keys} if asked else answers
    verdict = decide(case_of(plan, steps, with_tie))
    return verdict.type, bool(verdict.tied), with_tie if verdict.tied else answers
