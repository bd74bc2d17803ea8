"""The rows of a report, ready to print."""

from __future__ import annotations

from dataclasses import dataclass

from quiz.models import QuizVersion

LEAST = 0.005


def percent(share: float) -> str:
    """Return a share as whole percents; what is there but rounds to nothing is told from nothing."""
    return "< 1%" if 0 < share < LEAST else f"{share:.0%}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """One step of the whole way; `share` is its part of the starts, None before the start."""

    label: str
    count: int
    share: float | None

    @property
    def percent(self) -> str:
        return "" if self.share is None else percent(self.share)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRow:
    text: str
    count: int
    share: float

    @property
    def percent(self) -> str:
        return percent(self.share)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """`lost` are those who saw the question and did not answer it; `share` is their part of those who saw it."""

    key: str
    text: str
    reached: int
    answered: int
    lost: int
    share: float
    choices: tuple[ChoiceRow, ...]

    @property
    def percent(self) -> str:
        return percent(self.share)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRow:
    """How often a type came out, and how often it comes out when every way of answering is equally likely."""

    key: str
    name: str
    count: int
    share: float
    expected: float

    @property
    def percent(self) -> str:
        return percent(self.share)

    @property
    def expected_percent(self) -> str:
        return percent(self.expected)


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    version: QuizVersion
    steps: tuple[StepRow, ...]
    questions: tuple[QuestionRow, ...]
    types: tuple[TypeRow, ...]
    suited: int
    not_suited: int
    ties: int
    ties_share: float
    ties_expected: float
    is_exact: bool

    @property
    def suited_percent(self) -> str:
        said = self.suited + self.not_suited
        return percent(self.suited / said) if said else ""

    @property
    def ties_percent(self) -> str:
        return percent(self.ties_share)

    @property
    def ties_expected_percent(self) -> str:
        return percent(self.ties_expected)

    @property
    def is_empty(self) -> bool:
        return not any(step.count for step in self.steps)
