"""The part of a chart that leads to some of its ends, with how far each type can still gain on another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from quiz.scoring.distribution.chart import Chart, Edge, Node

type Leads = list[list[int]]
"""``leads[i][j]``: the most that type ``i`` can still gain on type ``j``."""


@dataclass(frozen=True, slots=True)
class Course:
    """``ways`` is the mass of all ways from a node to the ends, and its keys are the nodes that lead there.

    ``spread`` is more than any two types can be apart on the way.
    """

    chart: Chart
    factors: tuple[int, ...]
    spread: int
    ways: dict[Node, int] = field(default_factory=dict)
    leads: dict[Node, Leads] = field(default_factory=dict)

    def edges(self, node: Node) -> Iterator[Edge]:
        return (edge for edge in node.edges if edge.target in self.ways)

    def gains(self, edge: Edge) -> tuple[int, ...]:
        """What an edge adds to each type, in the units that the types are compared in."""
        return tuple(weight * factor for weight, factor in zip(edge.option.effect.weights, self.factors, strict=True))


def lay(chart: Chart, ends: Collection[Node], factors: tuple[int, ...]) -> Course:
    """The course to these ends; ``factors`` are the whole numbers that the sums are multiplied by."""
    course = Course(chart, factors, _spread(chart, factors))
    for node in reversed(list(chart.nodes())):
        edges = list(course.edges(node))
        if node in ends:
            course.ways[node], course.leads[node] = 1, _no_leads(factors)
        elif edges:
            course.ways[node] = sum(edge.mass * course.ways[edge.target] for edge in edges)
            course.leads[node] = _leads(course, edges)
    return course


def _spread(chart: Chart, factors: Sequence[int]) -> int:
    """Every stop at its widest, whether one path meets them all or not."""
    apart = (
        max((max(0, *option.effect.weights) - min(0, *option.effect.weights) for option in stop.options), default=0)
        for stop in chart.stops
    )
    return max(factors) * sum(apart) + 1


def _no_leads(factors: Sequence[int]) -> Leads:
    return [[0] * len(factors) for _ in factors]


def _leads(course: Course, edges: Sequence[Edge]) -> Leads:
    ahead = [(course.gains(edge), course.leads[edge.target]) for edge in edges]
    types = range(len(course.factors))
    return [[max(gains[i] - gains[j] + leads[i][j] for gains, leads in ahead) for j in types] for i in types]
