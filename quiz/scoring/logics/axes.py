"""Axes: the type of the code; a code without a type falls to the nearest code, then the first authored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from quiz.scoring.effects.sites import Effect
from quiz.scoring.format.definition import Definition
from quiz.scoring.format.parts import Scale
from quiz.scoring.logics.case import Case, Verdict, clip, first_type, ratio
from quiz.scoring.logics.tracking import Memory, Stage, Tracker, remaining_gains
from quiz.scoring.outcome import Outcome
from quiz.scoring.plan import Plan
from quiz.scoring.steps import Step


def decide(case: Case) -> Verdict:
    """Return the type of the code that the signs of the sums make."""
    scales = case.definition.scales
    code = _code_of(scales, case.sums)
    scores = {scale.key: Fraction(case.sums[scale.key]) for scale in scales}
    return Verdict(type=_type_of_code(case.definition, code), scores=scores, code=code)


def nearness(case: Case, winner: str) -> dict[str, Fraction]:
    """Return the mean, over the axes of the type's nearest code, of how far the sum lies towards that code's pole.

    It is 1 at the pole's end, ½ at zero, and 0 at the other end.
    """
    towards_high = [_towards_high(case, scale.key) for scale in case.definition.scales]
    near = dict.fromkeys(case.definition.type_keys, Fraction(0))
    for code in case.definition.codes:
        near[code.type] = max(near[code.type], _code_nearness(code.code, towards_high))
    return near


def amounts(plan: Plan, steps: Sequence[Step], outcome: Outcome) -> Callable[[Step], Fraction | int]:
    """Return what tells how far a step moved all axes together towards the poles of the code."""
    sides = [(scale, 1 if sign == "+" else -1) for scale, sign in _signed_axes(plan.definition, outcome.code)]
    return lambda step: sum(sign * step.weight(scale) for scale, sign in sides)


def tracker(definition: Definition, stages: Sequence[Stage]) -> Tracker:
    """Remember the sum of each axis, as far as its sign is still open."""
    bounds = [_axis_bounds(stages, axis) for axis in range(len(definition.scales))]

    def remember(sums: Memory, index: int, effect: Effect) -> Memory:
        then = effect.target
        # Beyond these ends the sign is settled whatever follows, so that all sums there are one.
        return tuple(
            min(max(total + weight, -most[then] - 1), 1 - least[then])
            for total, weight, (least, most) in zip(sums, effect.weights, bounds, strict=True)
        )

    return Tracker(start=(0,) * len(bounds), remember=remember, type_at=lambda sums: _type_at(definition, sums))


def _signed_axes(definition: Definition, code: str) -> list[tuple[str, str]]:
    return [(scale.key, sign) for scale, sign in zip(definition.scales, code, strict=True)]


def _code_of(scales: Sequence[Scale], sums: Mapping[str, int]) -> str:
    """Return one sign a scale; zero takes the pole that the scale declares."""
    return "".join(scale.zero if not sums[scale.key] else "+" if sums[scale.key] > 0 else "-" for scale in scales)


def _type_of_code(definition: Definition, code: str) -> str:
    nearest = min(definition.codes, key=lambda known: _count_differences(known.code, code), default=None)
    return nearest.type if nearest else first_type(definition)


def _count_differences(code: str, other: str) -> int:
    return sum(sign != other_sign for sign, other_sign in zip(code, other, strict=True))


def _towards_high(case: Case, scale: str) -> Fraction:
    total = case.sums[scale]
    end = case.plan.highest_sum(case.steps, scale) if total > 0 else -case.plan.lowest_sum(case.steps, scale)
    return clip((1 + ratio(total, end)) / 2)


def _code_nearness(code: str, towards_high: list[Fraction]) -> Fraction:
    sides = [high if sign == "+" else 1 - high for sign, high in zip(code, towards_high, strict=True)]
    return sum(sides, Fraction(0)) / len(sides) if sides else Fraction(0)


def _axis_bounds(stages: Sequence[Stage], axis: int) -> tuple[list[int], list[int]]:
    return remaining_gains(stages, lambda effect: effect.weights[axis])


def _type_at(definition: Definition, sums: Sequence[int]) -> str:
    by_scale = {scale.key: total for scale, total in zip(definition.scales, sums, strict=True)}
    return _type_of_code(definition, _code_of(definition.scales, by_scale))
