"""The odds of a points quiz: a race for each way of comparing the sums, then the tie rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from quiz.scoring.definition import TIE, Definition
from quiz.scoring.distribution.awards import Award, Witness
from quiz.scoring.distribution.chart import Chart, Node, unfold
from quiz.scoring.distribution.course import Course, lay
from quiz.scoring.distribution.layout import Living
from quiz.scoring.distribution.race import Race
from quiz.scoring.distribution.stops import Stop
from quiz.scoring.distribution.trackers import factors_at, ranks_of, tracker_of
from quiz.scoring.distribution.witness import find_way
from quiz.scoring.sites import TooLargeError


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """Types level at the top, the ranks that would decide between them, and the course they finished on."""

    level: Living
    ranks: tuple[int, ...] | None
    course: Course
    mass: int


def race_awards(definition: Definition, stops: Sequence[Stop], tie: Stop | None, cap: int) -> tuple[list[Award], int]:
    """The awards of a points quiz, exact, and the most states at a time. Raises TooLargeError beyond ``cap`` states."""
    tracker = tracker_of(definition, stops)
    chart = unfold(stops, tracker.start, tracker.step, cap)
    comparisons = _comparisons(definition, chart)
    if len(comparisons) * chart.size > cap:
        raise TooLargeError
    races = [Race(lay(chart, ends, factors), cap).run() for factors, ends in comparisons.items()]
    finishes = [finish for race in races for finish in _finishes(race)]
    awards = [award for finish in finishes for award in _awards(definition, finish, tie)]
    return awards, max((race.peak for race in races), default=0)


def _comparisons(definition: Definition, chart: Chart) -> dict[tuple[int, ...], set[Node]]:
    """The ends by the factors that make their sums comparable: one race for each."""
    ends: defaultdict[tuple[int, ...], set[Node]] = defaultdict(set)
    for end in chart.ends:
        ends[factors_at(definition, end.memory)].add(end)
    return ends


def _finishes(race: Race) -> Iterator[Finish]:
    for (level, end), mass in race.finishes.items():
        yield Finish(level=level, ranks=end.memory.ranks if end else None, course=race.course, mass=mass)


def _awards(definition: Definition, finish: Finish, tie: Stop | None) -> Iterator[Award]:
    for winner, part, keys in winners(finish.level, finish.ranks, tie):
        yield Award(
            type=definition.type_keys[winner],
            mass=finish.mass * part,
            is_tie=len(finish.level) > 1,
            find=partial(_witness, finish, winner, {} if keys is None else {TIE: keys}),
        )


def winners(
    level: Living, ranks: Sequence[int] | None, tie: Stop | None
) -> Iterator[tuple[int, Fraction, tuple[str, ...] | None]]:
    """(type, its part of the mass, the tie answer that takes it) as the tie rule has it."""
    if len(level) == 1 or not (tie and tie.mass):
        yield _highest(level, ranks), Fraction(1), None
        return
    for option in tie.options:
        yield _highest(level, ranks_of(option.effect.weights)), Fraction(option.mass, tie.mass), option.keys


def _highest(level: Living, ranks: Sequence[int] | None) -> int:
    return max(level, key=ranks.__getitem__) if ranks else level[0]


def _witness(finish: Finish, winner: int, tie_answer: Witness) -> Witness | None:
    course = finish.course
    if len(finish.level) > 1:
        # Another end may settle the same tie another way.
        course = lay(course.chart, _ends_ranked(course, finish.ranks), course.factors)
    way = find_way(course, winner, finish.level)
    return None if way is None else {**way, **tie_answer}


def _ends_ranked(course: Course, ranks: tuple[int, ...] | None) -> set[Node]:
    return {end for end in course.chart.ends if end in course.ways and end.memory.ranks == ranks}
