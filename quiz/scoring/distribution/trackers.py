"""What a way through the quiz has to remember, for each logic.

bands   the total
axes    the sum of each axis, as far as its sign is still open
flow    the leaf
points  what normalising and the tie rule need; the sums themselves run in the race
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import lcm
from typing import NamedTuple

from quiz.scoring.definition import Definition
from quiz.scoring.distribution.chart import Memory, Step
from quiz.scoring.distribution.stops import Option, Stop
from quiz.scoring.logics import code_of, first_type, type_of_code, type_of_total


@dataclass(frozen=True, slots=True)
class Tracker:
    """The memory to start with, and how an option changes it."""

    start: Memory
    step: Step


class Standing(NamedTuple):
    """Points: what the sums are divided by so far, and how the deciding answer of the tie rule ranks the types."""

    below: Memory
    ranks: tuple[int, ...] | None


def tracker_of(definition: Definition, stops: Sequence[Stop]) -> Tracker:
    """The tracker of the quiz's logic."""
    return _TRACKERS[definition.logic](definition, stops)


def type_at(definition: Definition, memory: Memory) -> str:
    """The type that a memory at the end stands for, in every logic but points."""
    if definition.logic == "bands":
        return type_of_total(definition, memory)
    if definition.logic == "axes":
        sums = {scale.key: total for scale, total in zip(definition.scales, memory, strict=True)}
        return type_of_code(definition, code_of(definition.scales, sums))
    return memory or first_type(definition)


def factors_at(definition: Definition, standing: Standing) -> tuple[int, ...]:
    """Whole numbers to multiply the sums by, so that they compare as the normalised scores do."""
    if definition.normalise == "max":
        common = lcm(*(below for below in standing.below if below > 0))
        return tuple(common // below if below > 0 else 0 for below in standing.below)
    has_points = definition.normalise == "none" or standing.below > 0
    return (int(has_points),) * len(definition.types)


def ranks_of(weights: Sequence[int]) -> tuple[int, ...]:
    """The weights as dense ranks, the highest last: all that breaking a tie looks at."""
    distinct = sorted(set(weights))
    return tuple(distinct.index(weight) for weight in weights)


def remaining(stops: Sequence[Stop], gain: Callable[[Option], int]) -> tuple[list[int], list[int]]:
    """For each place, the least and the most that the rest of the way can still gain."""
    least, most = [0] * (len(stops) + 1), [0] * (len(stops) + 1)
    for place in reversed(range(len(stops))):
        ahead = [(gain(option), option.effect.target) for option in stops[place].options]
        least[place] = min((gained + least[target] for gained, target in ahead), default=0)
        most[place] = max((gained + most[target] for gained, target in ahead), default=0)
    return least, most


def _bands(definition: Definition, stops: Sequence[Stop]) -> Tracker:
    return Tracker(0, lambda total, place, option: total + option.effect.weights[0])


def _flow(definition: Definition, stops: Sequence[Stop]) -> Tracker:
    return Tracker(None, lambda leaf, place, option: option.effect.leaf)


def _axes(definition: Definition, stops: Sequence[Stop]) -> Tracker:
    bounds = [_bounds(stops, axis) for axis in range(len(definition.scales))]

    def step(sums: Memory, place: int, option: Option) -> Memory:
        then = option.effect.target
        # Beyond these ends the sign is settled whatever follows, so that all sums there are one.
        return tuple(
            min(max(total + weight, -most[then] - 1), 1 - least[then])
            for total, weight, (least, most) in zip(sums, option.effect.weights, bounds, strict=True)
        )

    return Tracker((0,) * len(bounds), step)


def _bounds(stops: Sequence[Stop], axis: int) -> tuple[list[int], list[int]]:
    return remaining(stops, lambda option: option.effect.weights[axis])


def _points(definition: Definition, stops: Sequence[Stop]) -> Tracker:
    start, divide = _DIVISORS[definition.normalise](definition, stops)
    deciding = definition.tie_break.question if definition.tie_break.rule == "question" else None

    def step(standing: Standing, place: int, option: Option) -> Standing:
        decides = stops[place].key == deciding
        ranks = ranks_of(option.effect.weights) if decides else standing.ranks
        return Standing(divide(standing.below, place, option), ranks)

    return Tracker(Standing(start, None), step)


def _undivided(definition: Definition, stops: Sequence[Stop]) -> tuple[Memory, Step]:
    return None, lambda below, place, option: None


def _by_share(definition: Definition, stops: Sequence[Stop]) -> tuple[Memory, Step]:
    """All that matters is whether any points are left at the end, so the whole is kept only while that is open."""
    least, most = remaining(stops, lambda option: sum(option.effect.weights))

    def step(whole: int, place: int, option: Option) -> Memory:
        then = option.effect.target
        return min(max(whole + sum(option.effect.weights), -most[then]), 1 - least[then])

    return 0, step


def _by_max(definition: Definition, stops: Sequence[Stop]) -> tuple[Memory, Step]:
    reach = [stop.most() for stop in stops]

    def step(below: Memory, place: int, option: Option) -> Memory:
        if option.effect.is_neutral:
            return below
        return tuple(amount + most for amount, most in zip(below, reach[place], strict=True))

    return (0,) * len(definition.types), step


_DIVISORS: dict[str, Callable[[Definition, Sequence[Stop]], tuple[Memory, Step]]] = {
    "none": _undivided,
    "share": _by_share,
    "max": _by_max,
}

_TRACKERS: dict[str, Callable[[Definition, Sequence[Stop]], Tracker]] = {
    "points": _points,
    "bands": _bands,
    "axes": _axes,
    "flow": _flow,
}
