"""How often each type comes out, over every way of answering a quiz.

    stops     the questions, their answers merged by effect        trackers  what a way has to remember
    chart     the ways merged into nodes by what they remember     course    the part that leads to some ends
    ordering  the order of questions that keeps states few
    race      a points quiz's sums, all ways at once (``layout``)  points    the tie rule, applied to the race
    awards    masses added up into the report                      witness   answers that show a type can come out
    sampling  estimates, when the quiz is too large (``urns``)

*Uniform* means that at each question on the path every admissible answer is equally likely: each choice of a ``single``
or ``scale``; each admissible set of a ``multiple``; and, for an optional question, the blank as one answer more.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from quiz.scoring.definition import Definition
from quiz.scoring.distribution.awards import Award, add_up
from quiz.scoring.distribution.chart import NODE, flow, unfold, way_to
from quiz.scoring.distribution.ordering import in_good_order
from quiz.scoring.distribution.points import race_awards
from quiz.scoring.distribution.report import Distribution, TypeShare
from quiz.scoring.distribution.sampling import SAMPLES, sample
from quiz.scoring.distribution.stops import Shares, Stop, count_paths, stops_of, tie_stop
from quiz.scoring.distribution.trackers import tracker_of, type_at
from quiz.scoring.sites import TooLargeError

__all__ = ["STATE_CAP", "Distribution", "Shares", "TypeShare", "distribution"]

STATE_CAP = 2_500_000
"""The most states to keep at a time before sampling: about 400 MB, and half a minute to get there."""


def distribution(
    definition: Definition, shares: Shares | None = None, *, state_cap: int = STATE_CAP, samples: int = SAMPLES
) -> Distribution:
    """The exact share of every type, or so many samples with their error bound beyond ``state_cap`` states.

    ``shares`` weighs the answers by how often they are given: question key → answer → weight, an answer being a choice
    key or, for a ``multiple``, the tuple of its choice keys; ``""`` and ``()`` are the blank. Weights may be in any
    unit and are divided by their sum. An answer without a weight is never given, but still counts as reachable; a
    question without any weights stays uniform, as does the tie question. ValueError on a weight below zero.
    """
    weights = shares or {}
    paths = count_paths(definition)
    try:
        awards, states = _awards(definition, weights, state_cap)
    except TooLargeError:
        return sample(definition, weights, paths=paths, samples=samples)
    return add_up(definition, awards, paths=paths, states=states)


def _awards(definition: Definition, shares: Shares, cap: int) -> tuple[list[Award], int]:
    """The masses that types win, and the most states at a time."""
    if not definition.types:
        return [], 0
    stops = in_good_order(definition, stops_of(definition, shares, cap // NODE))
    if definition.logic == "points":
        return race_awards(definition, stops, tie_stop(definition, shares, cap // NODE), cap)
    return _end_awards(definition, stops, cap)


def _end_awards(definition: Definition, stops: Sequence[Stop], cap: int) -> tuple[list[Award], int]:
    """Bands, axes and flows: where a way ends says all."""
    tracker = tracker_of(definition, stops)
    chart = unfold(stops, tracker.start, tracker.step, cap)
    masses = flow(chart)
    awards = [
        Award(type=type_at(definition, end.memory), mass=Fraction(masses[end]), find=partial(way_to, chart, end))
        for end in chart.ends
    ]
    return awards, max(map(len, chart.layers))
