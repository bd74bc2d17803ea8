"""The four logics: from the sums of a complete path to a type.

points  the highest score; a draw goes to the tie rule
bands   the band that holds the total; between two bands the nearer one, then the first authored
axes    the type of the code; a code without a type falls to the nearest code, then the first authored
flow    the leaf that the last answer chose; a path that ends without one falls to the first type

The fallbacks make scoring total. Publishing refuses the quizzes that would need them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from quiz.scoring.definition import Answers, Definition, Question, Scale
from quiz.scoring.jumps import deciding_choice
from quiz.scoring.plan import Plan
from quiz.scoring.steps import Step
from quiz.scoring.ties import break_tie, deciding_step, leaders


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``decider`` is the answer that a tie was settled by, if one was."""

    type: str
    scores: Mapping[str, Fraction] = field(default_factory=dict)
    tied: tuple[str, ...] = ()
    decider: Step | None = None
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A complete path, added up. ``answers`` serves the tie question alone."""

    plan: Plan
    steps: tuple[Step, ...]
    sums: Mapping[str, int]
    answers: Answers

    @property
    def definition(self) -> Definition:
        return self.plan.definition


def decide(case: Case) -> Verdict:
    """The type that the logic of the quiz gives this case; total, and the same for ever."""
    return _LOGICS[case.definition.logic](case)


def still_to_ask(definition: Definition, verdict: Verdict) -> Question | None:
    """The tie question, when this verdict waits for its answer; one without choices is never waited for."""
    question = definition.tie_question
    waits = verdict.tied and not verdict.decider and question and question.choices
    return question if waits else None


def divisors(plan: Plan, steps: Sequence[Step], sums: Mapping[str, int]) -> dict[str, int]:
    """What each type's sum is divided by under the quiz's ``normalise``; 0 or less scores 0."""
    definition = plan.definition
    if definition.normalise == "max":
        return {key: plan.highest_sum(steps, key) for key in definition.type_keys}
    whole = sum(sums[key] for key in definition.type_keys) if definition.normalise == "share" else 1
    return dict.fromkeys(definition.type_keys, whole)


def code_of(scales: Sequence[Scale], sums: Mapping[str, int]) -> str:
    """One sign a scale; zero takes the pole that the scale declares."""
    return "".join(scale.zero if not sums[scale.key] else "+" if sums[scale.key] > 0 else "-" for scale in scales)


def type_of_total(definition: Definition, total: int) -> str:
    band = min(definition.bands, key=lambda band: band.distance(total), default=None)
    return band.type if band else first_type(definition)


def type_of_code(definition: Definition, code: str) -> str:
    nearest = min(definition.codes, key=lambda each: _differences(each.code, code), default=None)
    return nearest.type if nearest else first_type(definition)


def first_type(definition: Definition) -> str:
    return next(iter(definition.type_keys), "")


def ratio(amount: int, divisor: int) -> Fraction:
    """``amount ÷ divisor``, and 0 when there is nothing to divide by."""
    return Fraction(amount, divisor) if divisor > 0 else Fraction(0)


def _points(case: Case) -> Verdict:
    below = divisors(case.plan, case.steps, case.sums)
    scores = {key: ratio(case.sums[key], below[key]) for key in case.definition.type_keys}
    tied = leaders(scores)
    if len(tied) < 2:
        return Verdict(type=next(iter(tied), ""), scores=scores)
    decider = deciding_step(case.plan, case.steps, case.answers)
    return Verdict(type=break_tie(tied, decider), scores=scores, tied=tied, decider=decider)


def _bands(case: Case) -> Verdict:
    total = case.sums["total"]
    return Verdict(type=type_of_total(case.definition, total), scores={"total": Fraction(total)})


def _axes(case: Case) -> Verdict:
    scales = case.definition.scales
    code = code_of(scales, case.sums)
    scores = {each.key: Fraction(case.sums[each.key]) for each in scales}
    return Verdict(type=type_of_code(case.definition, code), scores=scores, code=code)


def _differences(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _flow(case: Case) -> Verdict:
    leaf = deciding_choice(case.definition, case.steps[-1].chosen) if case.steps else None
    return Verdict(type=leaf.type if leaf and leaf.type else first_type(case.definition))


_LOGICS: dict[str, Callable[[Case], Verdict]] = {"points": _points, "bands": _bands, "axes": _axes, "flow": _flow}
