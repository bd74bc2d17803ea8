"""Bands: the type whose range holds the total; between two bands the nearer one, then the first authored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from quiz.scoring.format.definition import Definition
from quiz.scoring.logics.case import Case, Verdict, clip, first_type, ratio
from quiz.scoring.logics.tracking import Stage, Tracker
from quiz.scoring.outcome import Outcome
from quiz.scoring.plan import Plan
from quiz.scoring.steps import Step


def decide(case: Case) -> Verdict:
    """Return the type of the band that holds the total."""
    total = case.sums["total"]
    return Verdict(type=_type_of_total(case.definition, total), scores={"total": Fraction(total)})


def nearness(case: Case, winner: str) -> dict[str, Fraction]:
    """Return 1 inside a band of the type; outside, less by the distance ÷ the widest spread of totals on the path."""
    total = case.sums["total"]
    spread = case.plan.highest_sum(case.steps, "total") - case.plan.lowest_sum(case.steps, "total")
    near = dict.fromkeys(case.definition.type_keys, Fraction(0))
    for band in case.definition.bands:
        outside = band.distance(total)
        closeness = clip(1 - ratio(outside, spread)) if spread > 0 else Fraction(outside == 0)
        near[band.type] = max(near[band.type], closeness)
    return near


def amounts(plan: Plan, steps: Sequence[Step], outcome: Outcome) -> Callable[[Step], Fraction | int]:
    """Return what tells how much a step added to the total."""
    return lambda step: step.weight("total")


def tracker(definition: Definition, stages: Sequence[Stage]) -> Tracker:
    """Remember the total."""
    return Tracker(
        start=0,
        remember=lambda total, index, effect: total + effect.weights[0],
        type_at=lambda total: _type_of_total(definition, total),
    )


def _type_of_total(definition: Definition, total: int) -> str:
    band = min(definition.bands, key=lambda band: band.distance(total), default=None)
    return band.type if band else first_type(definition)
