"""Points: the type with the highest score; a draw goes to the tie rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from quiz.scoring.effects.sites import Effect
from quiz.scoring.format.definition import Definition
from quiz.scoring.logics.case import Case, Verdict, clip, ratio
from quiz.scoring.logics.ties import best_types, break_tie, deciding_step
from quiz.scoring.logics.tracking import Memory, Remember, Stage, Tracker, remaining_gains
from quiz.scoring.outcome import Outcome
from quiz.scoring.plan import Plan
from quiz.scoring.steps import Step


def decide(case: Case) -> Verdict:
    """Return the type with the highest score, and the types that shared it."""
    below = _divisors(case.plan, case.steps, case.sums)
    scores = {key: ratio(case.sums[key], below[key]) for key in case.definition.type_keys}
    tied = best_types(scores)
    if len(tied) < 2:
        return Verdict(type=next(iter(tied), ""), scores=scores)
    decider = deciding_step(case.plan, case.steps, case.answers)
    return Verdict(type=break_tie(tied, decider), scores=scores, tied=tied, decider=decider)


def nearness(case: Case, winner: str) -> dict[str, Fraction]:
    """Return each type's sum ÷ the most it could have reached on the path, whatever `normalise` says."""
    highest = {key: case.plan.highest_sum(case.steps, key) for key in case.definition.type_keys}
    return {key: clip(ratio(case.sums[key], highest[key])) for key in highest}


def amounts(plan: Plan, steps: Sequence[Step], outcome: Outcome) -> Callable[[Step], Fraction | int]:
    """Return what tells how much a step added to the normalised score of the type."""
    below = _divisors(plan, steps, outcome.sums).get(outcome.type, 0)
    return lambda step: ratio(step.weight(outcome.type), below)


def _divisors(plan: Plan, steps: Sequence[Step], sums: Mapping[str, int]) -> dict[str, int]:
    """Return what each type's sum is divided by under the quiz's `normalise`; 0 or less scores 0."""
    definition = plan.definition
    if definition.normalise == "max":
        return {key: plan.highest_sum(steps, key) for key in definition.type_keys}
    whole = sum(sums[key] for key in definition.type_keys) if definition.normalise == "share" else 1
    return dict.fromkeys(definition.type_keys, whole)


class PointsMemory(NamedTuple):
    """What the sums are divided by so far, and how the deciding answer of the tie rule ranks the types."""

    divisor: Memory
    ranks: tuple[int, ...] | None


def tracker(definition: Definition, stages: Sequence[Stage]) -> Tracker:
    """Remember what normalising and the tie rule need; the sums themselves are compared by whoever counts."""
    start, divide = _DIVISORS[definition.normalise](definition, stages)
    deciding = definition.tie_break.question if definition.tie_break.rule == "question" else None

    def remember(memory: PointsMemory, index: int, effect: Effect) -> PointsMemory:
        ranks = rank_weights(effect.weights) if stages[index].key == deciding else memory.ranks
        return PointsMemory(divide(memory.divisor, index, effect), ranks)

    return Tracker(start=PointsMemory(start, None), remember=remember)


def comparing_factors(definition: Definition, memory: PointsMemory) -> tuple[int, ...]:
    """Return whole numbers to multiply the sums by, so that they compare as the normalised scores do."""
    if definition.normalise == "max":
        common = lcm(*(divisor for divisor in memory.divisor if divisor > 0))
        return tuple(common // divisor if divisor > 0 else 0 for divisor in memory.divisor)
    has_points = definition.normalise == "none" or memory.divisor > 0
    return (int(has_points),) * len(definition.types)


def rank_weights(weights: Sequence[int]) -> tuple[int, ...]:
    """Return the weights as dense ranks, the highest last: all that breaking a tie looks at."""
    distinct = sorted(set(weights))
    return tuple(distinct.index(weight) for weight in weights)


def _undivided(definition: Definition, stages: Sequence[Stage]) -> tuple[Memory, Remember]:
    return None, lambda divisor, index, effect: None


def _by_share(definition: Definition, stages: Sequence[Stage]) -> tuple[Memory, Remember]:
    """Remember the whole only while it is open whether any points are left at the end: nothing else matters."""
    least, most = remaining_gains(stages, lambda effect: sum(effect.weights))

    def divide(whole: int, index: int, effect: Effect) -> Memory:
        then = effect.target
        return min(max(whole + sum(effect.weights), -most[then]), 1 - least[then])

    return 0, divide


def _by_max(definition: Definition, stages: Sequence[Stage]) -> tuple[Memory, Remember]:
    reach = [_highest_weights(stage) for stage in stages]

    def divide(divisor: Memory, index: int, effect: Effect) -> Memory:
        if effect.is_neutral:
            return divisor
        return tuple(amount + most for amount, most in zip(divisor, reach[index], strict=True))

    return (0,) * len(definition.types), divide


def _highest_weights(stage: Stage) -> tuple[int, ...]:
    """Return the most that one answer gives to each type."""
    return tuple(max(weights) for weights in zip(*(effect.weights for effect in stage.effects), strict=True))


_DIVISORS: Mapping[str, Callable[[Definition, Sequence[Stage]], tuple[Memory, Remember]]] = {
    "none": _undivided,
    "share": _by_share,
    "max": _by_max,
}
