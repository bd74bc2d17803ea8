"""How near each type is, 0…1, for people to read. It decides nothing.

points  the type's sum ÷ the most it could have reached on the path, whatever ``normalise`` says
bands   1 inside a band of the type; outside, less by the distance ÷ the widest spread of totals on the path
axes    the mean, over the axes of the type's nearest code, of how far the sum lies towards that code's pole:
        1 at the pole's end, ½ at zero, 0 at the other end
flow    1 for the type that was reached, 0 for the others

Everything is clipped to 0…1, a divisor of 0 or less gives 0, and neutrally answered questions do not count.

Where points are not divided by what a type could reach, another type may come nearer to its own most than the one that
came out with more points. Beside each other the types are shown by ``compared_nearness``, which keeps that apart.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from quiz.scoring.definition import Definition
from quiz.scoring.logics import Case, ratio
from quiz.scoring.outcome import Outcome


def nearness(case: Case, winner: str) -> dict[str, Fraction]:
    """Type → nearness, in the authored order of the types."""
    return _LOGICS[case.definition.logic](case, winner)


def compared_nearness(definition: Definition, outcome: Outcome) -> dict[str, Fraction]:
    """Type → nearness by the measure that decided, so that no type stands above the one that came out.

    The scores of points are all divided by one number, the highest score that any type could have reached, as far as
    the types with points tell. Under ``normalise`` max, and in the other logics, the nearness itself is that measure.
    """
    if definition.logic != "points" or definition.normalise == "max":
        return dict(outcome.nearness)
    most = [outcome.scores[key] / near for key, near in outcome.nearness.items() if near]
    highest = max(most, default=Fraction(0))
    return {key: _clip(score / highest) if highest else Fraction(0) for key, score in outcome.scores.items()}


def _points(case: Case, winner: str) -> dict[str, Fraction]:
    return {
        key: _clip(ratio(case.sums[key], case.plan.highest_sum(case.steps, key))) for key in case.definition.type_keys
    }


def _bands(case: Case, winner: str) -> dict[str, Fraction]:
    total = case.sums["total"]
    spread = case.plan.highest_sum(case.steps, "total") - case.plan.lowest_sum(case.steps, "total")
    near = dict.fromkeys(case.definition.type_keys, Fraction(0))
    for band in case.definition.bands:
        outside = band.distance(total)
        closeness = _clip(1 - ratio(outside, spread)) if spread > 0 else Fraction(outside == 0)
        near[band.type] = max(near[band.type], closeness)
    return near


def _axes(case: Case, winner: str) -> dict[str, Fraction]:
    towards_high = [_towards_high(case, scale.key) for scale in case.definition.scales]
    near = dict.fromkeys(case.definition.type_keys, Fraction(0))
    for each in case.definition.codes:
        near[each.type] = max(near[each.type], _code_nearness(each.code, towards_high))
    return near


def _towards_high(case: Case, scale: str) -> Fraction:
    total = case.sums[scale]
    end = case.plan.highest_sum(case.steps, scale) if total > 0 else -case.plan.lowest_sum(case.steps, scale)
    return _clip((1 + ratio(total, end)) / 2)


def _code_nearness(code: str, towards_high: list[Fraction]) -> Fraction:
    sides = [high if sign == "+" else 1 - high for sign, high in zip(code, towards_high, strict=True)]
    return sum(sides, Fraction(0)) / len(sides) if sides else Fraction(0)


def _flow(case: Case, winner: str) -> dict[str, Fraction]:
    return {key: Fraction(key == winner) for key in case.definition.type_keys}


def _clip(value: Fraction) -> Fraction:
    return min(max(value, Fraction(0)), Fraction(1))


_LOGICS: dict[str, Callable[[Case, str], dict[str, Fraction]]] = {
    "points": _points,
    "bands": _bands,
    "axes": _axes,
    "flow": _flow,
}
