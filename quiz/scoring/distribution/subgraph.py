"""The part of a state graph that leads to some of its ends, with bounds on what the types can still gain there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from quiz.scoring.distribution.state_graph import Edge, Node, StateGraph

type GainBounds = list[list[int]]
"""`bounds[i][j]`: the most that type `i` can still gain on type `j`."""


@dataclass(frozen=True, slots=True)
class Subgraph:
    """`masses_ahead` is the mass of all paths from a node to the ends, and its keys are the nodes that lead there.

    `factors` are the whole numbers that the sums are multiplied by; `spread` is more than any two types can then be
    apart on the way.
    """

    graph: StateGraph
    factors: tuple[int, ...]
    spread: int
    masses_ahead: dict[Node, int] = field(default_factory=dict)
    gain_bounds: dict[Node, GainBounds] = field(default_factory=dict)

    def edges(self, node: Node) -> Iterator[Edge]:
        """Return the edges of a node that stay in the subgraph."""
        return (edge for edge in node.edges if edge.target in self.masses_ahead)

    def gains(self, edge: Edge) -> tuple[int, ...]:
        """Return what an edge adds to each type, in the units that the types are compared in."""
        return tuple(weight * factor for weight, factor in zip(edge.option.effect.weights, self.factors, strict=True))


def make_subgraph(graph: StateGraph, ends: Collection[Node], factors: tuple[int, ...]) -> Subgraph:
    """Return the subgraph that leads to these ends, by one backward pass."""
    subgraph = Subgraph(graph, factors, _widest_spread(graph, factors))
    for node in reversed(list(graph.nodes())):
        edges = list(subgraph.edges(node))
        if node in ends:
            subgraph.masses_ahead[node], subgraph.gain_bounds[node] = 1, _no_gains(factors)
        elif edges:
            subgraph.masses_ahead[node] = sum(edge.mass * subgraph.masses_ahead[edge.target] for edge in edges)
            subgraph.gain_bounds[node] = _gain_bounds(subgraph, edges)
    return subgraph


def _widest_spread(graph: StateGraph, factors: Sequence[int]) -> int:
    """Return the sum of every stage at its widest, whether one path meets them all or not."""
    widest = (
        max((max(0, *effect.weights) - min(0, *effect.weights) for effect in stage.effects), default=0)
        for stage in graph.stages
    )
    return max(factors) * sum(widest) + 1


def _no_gains(factors: Sequence[int]) -> GainBounds:
    return [[0] * len(factors) for _ in factors]


def _gain_bounds(subgraph: Subgraph, edges: Sequence[Edge]) -> GainBounds:
    ahead = [(subgraph.gains(edge), subgraph.gain_bounds[edge.target]) for edge in edges]
    types = range(len(subgraph.factors))
    return [[max(gains[i] - gains[j] + bounds[i][j] for gains, bounds in ahead) for j in types] for i in types]
