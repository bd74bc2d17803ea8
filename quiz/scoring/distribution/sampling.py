"""Odds from samples, for quizzes too large to add up: always the same samples, and labelled as estimates."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import sqrt
from random import Random

from quiz.scoring.definition import TIE, Definition
from quiz.scoring.distribution.awards import Witness
from quiz.scoring.distribution.chart import Memory
from quiz.scoring.distribution.points import winners
from quiz.scoring.distribution.report import Distribution, TypeShare
from quiz.scoring.distribution.stops import Option, Stop
from quiz.scoring.distribution.trackers import factors_at, tracker_of, type_at

SAMPLES = 50_000
SEED = 5

ERROR_BOUND = 1.96 * sqrt(0.25 / SAMPLES)
"""A share of one half is the hardest to estimate; 95 % of its estimates lie this near."""


@dataclass(slots=True)
class Tally:
    """What the samples came to."""

    count: int = 0
    ties: int = 0
    weights: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    witnesses: dict[str, Witness] = field(default_factory=dict)

    def share(self, amount: float) -> float:
        return amount / self.count if self.count else 0.0


def sample(definition: Definition, stops: Sequence[Stop], tie: Stop | None, *, paths: int) -> Distribution:
    """Estimates from a fixed number of fixed samples. They never prove that a type is unreachable or dominated."""
    tally = Tally()
    for way in _ways(definition, stops):
        _count(tally, definition, way, tie)
    types = {
        key: TypeShare(share=tally.share(tally.weights[key]), witness=tally.witnesses.get(key))
        for key in definition.type_keys
    }
    return Distribution(exact=False, paths=paths, ties=tally.share(tally.ties), types=types, error_bound=ERROR_BOUND)


@dataclass(frozen=True, slots=True)
class Way:
    """One sampled way to the end: its answers, the memory there, and the sums of the deciding columns."""

    answers: dict[str, tuple[str, ...]]
    memory: Memory
    sums: tuple[int, ...]


def _ways(definition: Definition, stops: Sequence[Stop]) -> Iterator[Way]:
    random = Random(SEED)  # noqa: S311
    tracker = tracker_of(definition, stops)
    heaps = [list(accumulate(option.mass for option in stop.options)) for stop in stops]
    if not all(stop.mass for stop in stops):
        return
    for _ in range(SAMPLES):
        place, memory, taken = 0, tracker.start, []
        while place < len(stops):
            option = stops[place].options[bisect(heaps[place], random.randrange(heaps[place][-1]))]
            memory = tracker.step(memory, place, option)
            taken.append((stops[place].key, option))
            place = option.effect.target
        yield _way(taken, memory)


def _way(taken: Sequence[tuple[str, Option]], memory: Memory) -> Way:
    weights = zip(*(option.effect.weights for _, option in taken), strict=True)
    return Way({key: option.keys for key, option in taken}, memory, tuple(map(sum, weights)))


def _count(tally: Tally, definition: Definition, way: Way, tie: Stop | None) -> None:
    tally.count += 1
    if definition.logic != "points":
        _add(tally, type_at(definition, way.memory), 1.0, way.answers)
        return
    level = _level(definition, way)
    tally.ties += len(level) > 1
    for winner, part, keys in winners(level, way.memory.ranks, tie):
        _add(
            tally,
            definition.type_keys[winner],
            float(part),
            way.answers if keys is None else {**way.answers, TIE: keys},
        )


def _level(definition: Definition, way: Way) -> tuple[int, ...]:
    factors = factors_at(definition, way.memory)
    scores = [total * factor for total, factor in zip(way.sums, factors, strict=True)]
    return tuple(place for place, score in enumerate(scores) if score == max(scores))


def _add(tally: Tally, key: str, weight: float, answers: Mapping[str, tuple[str, ...]]) -> None:
    tally.weights[key] += weight
    if weight:
        tally.witnesses.setdefault(key, answers)
