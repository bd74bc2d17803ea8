"""Odds from samples, for quizzes too large to add up: always the same samples, and labelled as estimates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import sqrt
from random import Random

from quiz.scoring.definition import TIE, Definition
from quiz.scoring.distribution.awards import Witness
from quiz.scoring.distribution.report import Distribution, TypeShare
from quiz.scoring.distribution.stops import Shares
from quiz.scoring.distribution.urns import Urn
from quiz.scoring.engine import case_of
from quiz.scoring.logics import decide
from quiz.scoring.plan import Plan, plan_of
from quiz.scoring.steps import Step

SAMPLES = 25_000
SEED = 5


@dataclass(slots=True)
class Tally:
    """What the samples came to."""

    count: int = 0
    ties: int = 0
    wins: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    witnesses: dict[str, Witness] = field(default_factory=dict)

    def share(self, amount: int) -> float:
        return amount / self.count if self.count else 0.0


def error_bound(samples: int) -> float:
    """How near 95 % of the estimates of one half lie, which is the hardest share to estimate."""
    return 1.96 * sqrt(0.25 / samples)


def sample(definition: Definition, shares: Shares, *, paths: int, samples: int = SAMPLES) -> Distribution:
    """Estimates from a fixed number of fixed samples. They never prove that a type is unreachable or dominated."""
    tally = Tally()
    for key, is_tie, answers in _outcomes(definition, shares, samples):
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


def _outcomes(definition: Definition, shares: Shares, samples: int) -> Iterator[tuple[str, bool, Witness]]:
    """(type, whether it tied, answers) of each sample."""
    random = Random(SEED)  # noqa: S311
    urns = [Urn(definition, question, shares.get(question.key, {})) for question in definition.questions]
    tie = Urn(definition, definition.tie_question, shares.get(TIE, {})) if definition.tie_question else None
    plan = plan_of(definition)
    for _ in range(samples):
        steps = _draw_way(urns, random)
        if steps is None:
            return
        yield _decide(plan, steps, tie.draw(random) if tie else None)


def _draw_way(urns: Sequence[Urn], random: Random) -> tuple[Step, ...] | None:
    """One way to the end; None when a question on it cannot be answered at all."""
    steps: list[Step] = []
    place = 0
    while place < len(urns):
        step = urns[place].draw(random)
        if step is None:
            return None
        steps.append(step)
        place = step.leads_to
    return tuple(steps)


def _decide(plan: Plan, steps: tuple[Step, ...], asked: Step | None) -> tuple[str, bool, Witness]:
    answers = {step.question.key: step.keys for step in steps}
    with_tie = {**answers, TIE: asked.keys} if asked else answers
    verdict = decide(case_of(plan, steps, with_tie))
    return verdict.type, bool(verdict.tied), with_tie if verdict.tied else answers
