"""Why these answers led to this type, and what would have changed it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from quiz.scoring.definition import Answers, Band, Definition
from quiz.scoring.engine import score_steps
from quiz.scoring.explanation import AxisSide, BandPlace, Contribution, Explanation, Neighbour
from quiz.scoring.flips import smallest_flip
from quiz.scoring.logics import divisors, ratio
from quiz.scoring.outcome import Outcome
from quiz.scoring.plan import Plan, plan_of
from quiz.scoring.steps import Step
from quiz.scoring.walking import complete_steps


def explain(definition: Definition, answers: Answers) -> Explanation:
    """The reasons for ``score(definition, answers)``, exact and deterministic.

    The contributions sum exactly to ``Explanation.score``; the flip, when there is one, was proven by scoring the
    changed answers. Raises IncompleteError as ``score`` does.
    """
    plan = plan_of(definition)
    steps = complete_steps(plan, answers)
    outcome = score_steps(plan, steps, answers)
    contributions = _contributions(plan, steps, outcome)
    return Explanation(
        type=outcome.type,
        score=sum((each.amount for each in contributions), Fraction(0)),
        contributions=contributions,
        flip=smallest_flip(plan, answers, steps, outcome),
        bands=_band_place(definition, outcome) if definition.logic == "bands" else None,
        axes=tuple(_axis_sides(definition, steps, outcome)) if definition.logic == "axes" else (),
        path=outcome.path,
    )


def _contributions(plan: Plan, steps: Sequence[Step], outcome: Outcome) -> tuple[Contribution, ...]:
    amount = _AMOUNTS[plan.definition.logic](plan, steps, outcome)
    return tuple(_contribution(step, amount(step)) for step in steps)


def _contribution(step: Step, amount: Fraction | int) -> Contribution:
    return Contribution(question=step.question.key, choices=step.keys, amount=Fraction(amount))


type Amount = Callable[[Step], Fraction | int]


def _points(plan: Plan, steps: Sequence[Step], outcome: Outcome) -> Amount:
    below = divisors(plan, steps, outcome.sums).get(outcome.type, 0)
    return lambda step: ratio(step.weight(outcome.type), below)


def _bands(plan: Plan, steps: Sequence[Step], outcome: Outcome) -> Amount:
    return lambda step: step.weight("total")


def _axes(plan: Plan, steps: Sequence[Step], outcome: Outcome) -> Amount:
    sides = [
        (scale.key, 1 if sign == "+" else -1) for scale, sign in zip(plan.definition.scales, outcome.code, strict=True)
    ]
    return lambda step: sum(sign * step.weight(scale) for scale, sign in sides)


def _flow(plan: Plan, steps: Sequence[Step], outcome: Outcome) -> Amount:
    return lambda step: 0


_AMOUNTS: dict[str, Callable[[Plan, Sequence[Step], Outcome], Amount]] = {
    "points": _points,
    "bands": _bands,
    "axes": _axes,
    "flow": _flow,
}


def _band_place(definition: Definition, outcome: Outcome) -> BandPlace:
    total = outcome.sums["total"]
    bands = sorted(definition.bands, key=lambda band: band.low)
    place = min(range(len(bands)), key=lambda each: bands[each].distance(total), default=0)
    return BandPlace(
        total=total,
        below=_neighbour(bands[place - 1], total) if place > 0 else None,
        above=_neighbour(bands[place + 1], total) if place + 1 < len(bands) else None,
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
