"""What a logic decides, and its decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from quiz.scoring.format.definition import Definition
from quiz.scoring.format.parts import Answers
from quiz.scoring.plan import Plan
from quiz.scoring.steps import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A complete path, added up. `answers` serves the tie question alone."""

    plan: Plan
    steps: tuple[Step, ...]
    sums: Mapping[str, int]
    answers: Answers

    @property
    def definition(self) -> Definition:
        return self.plan.definition


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The type, what the logic compared, and who was level; `decider` is the answer that a tie was settled by."""

    type: str
    scores: Mapping[str, Fraction] = field(default_factory=dict)
    tied: tuple[str, ...] = ()
    decider: Step | None = None
    code: str = ""


def first_type(definition: Definition) -> str:
    """Return the type that a quiz falls to when its tables are empty."""
    return next(iter(definition.type_keys), "")


def ratio(amount: int, divisor: int) -> Fraction:
    """Return `amount ÷ divisor`, and 0 when there is nothing to divide by."""
    return Fraction(amount, divisor) if divisor > 0 else Fraction(0)


def clip(value: Fraction) -> Fraction:
    """Return the nearest value from 0 to 1."""
    return min(max(value, Fraction(0)), Fraction(1))
