"""The rows of a report, ready to print."""

from __future__ import annotations

from dataclasses import dataclass

from quiz.models import QuizVersion

SMALLEST_SHARE = 0.005


def format_share(share: float) -> str:
    """Return a share in whole percent; a positive share that rounds to 0 is "< 1%"."""
    return "< 1%" if 0 < share < SMALLEST_SHARE else f"{share:.0%}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """A step of the funnel; `share` is relative to the starts, None before the start."""

    label: str
    count: int
    share: float | None

    @property
    def percent(self) -> str:
        return "" if self.share is None else format_share(self.share)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRow:
    text: str
    count: int
    share: float

    @property
    def percent(self) -> str:
        return format_share(self.share)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """A question; `lost` people reached it without answering, `share` is their share of those who reached it."""

    key: str
    text: str
    reached: int
    answered: int
    lost: int
    share: float
    choices: tuple[ChoiceRow, ...]

    @property
    def percent(self) -> str:
        return format_share(self.share)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRow:
    """A type with its share of the results, and the share expected if all ways of answering are equally likely."""

    key: str
    name: str
    count: int
    share: float
    expected: float

    @property
    def percent(self) -> str:
        return format_share(self.share)

    @property
    def expected_percent(self) -> str:
        return format_share(self.expected)


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
        return format_share(self.suited / said) if said else ""

    @property
    def ties_percent(self) -> str:
        return format_share(self.ties_share)

    @property
    def ties_expected_percent(self) -> str:
        return format_share(self.ties_expected)

    @property
    def is_empty(self) -> bool:
        return not any(step.count for step in self.steps)
