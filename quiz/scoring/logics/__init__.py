"""The logics: from the sums of a complete path to a type.

    points  the highest score; a draw goes to the tie rule (`ties`)
    bands   the band that holds the total
    axes    the type of the code that the signs of all axes make
    flow    the leaf that the last answer chose

Each logic is a module with the four functions of `Rules`; which scales it decides by stands in `Definition`. Where no
table fits, every logic has a fallback that makes scoring total. Publishing refuses the quizzes that would need it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Protocol

from quiz.scoring.format.definition import Definition
from quiz.scoring.logics import axes, bands, flow, points
from quiz.scoring.logics.case import Case, Verdict
from quiz.scoring.logics.tracking import Stage, Tracker
from quiz.scoring.outcome import Outcome
from quiz.scoring.plan import Plan
from quiz.scoring.steps import Step

__all__ = ["LOGICS", "Case", "Rules", "Verdict", "decide", "rules_of"]


class Rules(Protocol):
    """What a logic knows."""

    def decide(self, case: Case) -> Verdict:
        """Return the type of a complete path, and what it was decided by."""

    def nearness(self, case: Case, winner: str) -> dict[str, Fraction]:
        """Return how near each type is, 0…1, in the authored order of the types."""

    def amounts(self, plan: Plan, steps: Sequence[Step], outcome: Outcome) -> Callable[[Step], Fraction | int]:
        """Return what tells how much a step added to the score of the type that came out."""

    def tracker(self, definition: Definition, stages: Sequence[Stage]) -> Tracker:
        """Return what a path has to remember for its end to be decided."""


LOGICS: Mapping[str, Rules] = {"points": points, "bands": bands, "axes": axes, "flow": flow}


def rules_of(definition: Definition) -> Rules:
    """Return the rules of the quiz's logic."""
    return LOGICS[definition.logic]


def decide(case: Case) -> Verdict:
    """Return the type that the logic of the quiz gives this case; total, and the same for ever."""
    return rules_of(case.definition).decide(case)
