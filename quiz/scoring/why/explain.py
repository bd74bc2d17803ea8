"""Why these answers led to this type, and what would have changed it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from quiz.scoring.engine import score_steps
from quiz.scoring.format.definition import Definition
from quiz.scoring.format.parts import Answers, Band
from quiz.scoring.logics import rules_of
from quiz.scoring.outcome import Outcome
from quiz.scoring.plan import Plan, plan_of
from quiz.scoring.steps import Step
from quiz.scoring.walking import complete_steps
from quiz.scoring.why.explanation import AxisSide, BandPlace, Contribution, Explanation, Neighbour
from quiz.scoring.why.flips import smallest_flip


def explain(definition: Definition, answers: Answers) -> Explanation:
    """Return the reasons for `score(definition, answers)`, exact and deterministic.

    The contributions sum exactly to `Explanation.score`; the flip, when there is one, was proven by scoring the
    changed answers. Raises IncompleteError as `score` does.
    """
    plan = plan_of(definition)
    steps = complete_steps(plan, answers)
    outcome = score_steps(plan, steps, answers)
    contributions = _contributions(plan, steps, outcome)
    return Explanation(
        type=outcome.type,
        score=sum((contribution.amount for contribution in contributions), Fraction(0)),
        contributions=contributions,
        flip=smallest_flip(plan, answers, steps, outcome),
        bands=_band_place(definition, outcome) if definition.logic == "bands" else None,
        axes=tuple(_axis_sides(definition, steps, outcome)) if definition.logic == "axes" else (),
        path=outcome.path,
    )


def _contributions(plan: Plan, steps: Sequence[Step], outcome: Outcome) -> tuple[Contribution, ...]:
    amount = rules_of(plan.definition).amounts(plan, steps, outcome)
    return tuple(_contribution(step, amount(step)) for step in steps)


def _contribution(step: Step, amount: Fraction | int) -> Contribution:
    return Contribution(question=step.question.key, choices=step.keys, amount=Fraction(amount))


def _band_place(definition: Definition, outcome: Outcome) -> BandPlace:
    total = outcome.sums["total"]
    bands = sorted(definition.bands, key=lambda band: band.low)
    reached = min(range(len(bands)), key=lambda index: bands[index].distance(total), default=0)
    return BandPlace(
        total=total,
        below=_neighbour(bands[reached - 1], total) if reached > 0 else None,
        above=_neighbour(bands[reached + 1], total) if reached + 1 < len(bands) else None,
    )


def _neighbour(band: Band, total: int) -> Neighbour:
    return Neighbour(type=band.type, distance=band.distance(total))


def _axis_sides(definition: Definition, steps: Sequence[Step], outcome: Outcome) -> list[AxisSide]:
    return [
        AxisSide(
            scale=scale.key,
            side=side,
            margin=abs(outcome.sums[scale.key]),
            contributions=tuple(_contribution(step, step.weight(scale.key)) for step in steps),
        )
        for scale, side in zip(definition.scales, outcome.code, strict=True)
    ]
