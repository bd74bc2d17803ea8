"""Flow: the leaf that the last answer chose; a path that ends without one falls to the first type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from quiz.scoring.format.definition import Definition
from quiz.scoring.jumps import deciding_choice
from quiz.scoring.logics.case import Case, Verdict, first_type
from quiz.scoring.logics.tracking import Stage, Tracker
from quiz.scoring.outcome import Outcome
from quiz.scoring.plan import Plan
from quiz.scoring.steps import Step


def decide(case: Case) -> Verdict:
    """Return the type of the leaf that ended the path."""
    leaf = deciding_choice(case.definition, case.steps[-1].chosen) if case.steps else None
    return Verdict(type=leaf.type if leaf and leaf.type else first_type(case.definition))


def nearness(case: Case, winner: str) -> dict[str, Fraction]:
    """Return 1 for the type that was reached, 0 for the others."""
    return {key: Fraction(key == winner) for key in case.definition.type_keys}


def amounts(plan: Plan, steps: Sequence[Step], outcome: Outcome) -> Callable[[Step], Fraction | int]:
    """Return 0 for every step: the path itself is the reason."""
    return lambda step: 0


def tracker(definition: Definition, stages: Sequence[Stage]) -> Tracker:
    """Remember the leaf."""
    return Tracker(
        start=None,
        remember=lambda leaf, index, effect: effect.leaf,
        type_at=lambda leaf: leaf or first_type(definition),
    )
