"""The ways through a quiz, merged: a node for each place and each thing worth remembering there.

What is remembered depends on the logic (``trackers``); two ways that reach the same place with the same memory
have the same future, apart from the race between the sums of a points quiz.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from quiz.scoring.distribution.stops import Option, Stop, volumes
from quiz.scoring.sites import TooLargeError

NODE = 10
"""How many states of a race a node is worth, in time and in room."""


type Memory = Any
"""What a way remembers: hashable, and in a shape that only its tracker knows."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One option taken; ``mass`` includes the stops that it skips."""

    option: Option
    mass: int
    target: Node


@dataclass(slots=True, eq=False)
class Node:
    """``came_by`` is the first way found to get here."""

    place: int
    memory: Memory
    edges: list[Edge] = field(default_factory=list)
    came_by: tuple[Node, Option] | None = None


type Step = Callable[[Memory, int, Option], Memory]
"""Memory, place and option → the memory after it."""


@dataclass(frozen=True, slots=True)
class Chart:
    """``layers`` holds the nodes of each place by memory; the last layer is the ends."""

    stops: Sequence[Stop]
    layers: list[dict[Memory, Node]]

    @property
    def start(self) -> Node:
        return next(iter(self.layers[0].values()))

    @property
    def ends(self) -> list[Node]:
        return list(self.layers[-1].values())

    @property
    def size(self) -> int:
        return sum(map(len, self.layers))

    def nodes(self) -> Iterator[Node]:
        """Every node, none before one that leads to it."""
        for layer in self.layers:
            yield from layer.values()


def unfold(stops: Sequence[Stop], start: Memory, step: Step, cap: int) -> Chart:
    """Every node that some answers reach. Raises TooLargeError when they take the room of more than ``cap`` states."""
    layers: list[dict[Memory, Node]] = [{} for _ in range(len(stops) + 1)]
    layers[0][start] = Node(0, start)
    volume = volumes(stops)
    for place, stop in enumerate(stops):
        for node in layers[place].values():
            for option in stop.options:
                target = _reach(layers, node, option, step)
                node.edges.append(Edge(option, option.mass * (volume[place + 1] // volume[target.place]), target))
            if sum(map(len, layers)) * NODE > cap:
                raise TooLargeError
    return Chart(stops, layers)


def _reach(layers: list[dict[Memory, Node]], node: Node, option: Option, step: Step) -> Node:
    memory = step(node.memory, node.place, option)
    layer = layers[option.effect.target]
    if memory not in layer:
        layer[memory] = Node(option.effect.target, memory, came_by=(node, option))
    return layer[memory]


def flow(chart: Chart) -> dict[Node, int]:
    """The mass of all ways from the start to each node."""
    masses: dict[Node, int] = {chart.start: 1}
    for node in chart.nodes():
        for edge in node.edges:
            masses[edge.target] = masses.get(edge.target, 0) + masses[node] * edge.mass
    return masses


def way_to(chart: Chart, node: Node) -> dict[str, tuple[str, ...]]:
    """Answers that lead to a node."""
    answers: dict[str, tuple[str, ...]] = {}
    while node.came_by:
        node, option = node.came_by
        answers[chart.stops[node.place].key] = option.keys
    return answers
