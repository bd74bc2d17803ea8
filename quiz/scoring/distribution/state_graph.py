"""The layered state graph: a node for each index and each memory that some answers have there.

What is remembered depends on the logic (`logics.tracking`). Two paths that reach the same index with the same memory
have the same future, apart from the sums of a points quiz, which `forward_pass` compares.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from quiz.scoring.distribution.stages import Option, Stage, remaining_masses
from quiz.scoring.effects.sites import TooLargeError
from quiz.scoring.logics.tracking import Memory, Tracker

STATES_A_NODE = 10
"""How many packed states a node is worth, in time and in room."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One option taken; `mass` includes the stages that it skips."""

    option: Option
    mass: int
    target: Node


@dataclass(slots=True, eq=False)
class Node:
    """A state: all paths that reach `index` with this memory. `found_by` is the first edge that led here."""

    index: int
    memory: Memory
    edges: list[Edge] = field(default_factory=list)
    found_by: tuple[Node, Option] | None = None


@dataclass(frozen=True, slots=True)
class StateGraph:
    """`layers` holds the nodes of each index by memory; the last layer is the ends."""

    stages: Sequence[Stage]
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
        """Yield every node, none before one that leads to it."""
        for layer in self.layers:
            yield from layer.values()


def build_graph(stages: Sequence[Stage], tracker: Tracker, cap: int) -> StateGraph:
    """Return the graph of all that some answers reach.

    Raises TooLargeError when its nodes take the room of more than `cap` packed states.
    """
    layers: list[dict[Memory, Node]] = [{} for _ in range(len(stages) + 1)]
    layers[0][tracker.start] = Node(0, tracker.start)
    remaining = remaining_masses(stages)
    for index, stage in enumerate(stages):
        for node in layers[index].values():
            for option in stage.options:
                target = _target_of(layers, node, option, tracker)
                skipped = remaining[index + 1] // remaining[target.index]
                node.edges.append(Edge(option, option.mass * skipped, target))
            if sum(map(len, layers)) * STATES_A_NODE > cap:
                raise TooLargeError
    return StateGraph(stages, layers)


def _target_of(layers: list[dict[Memory, Node]], node: Node, option: Option, tracker: Tracker) -> Node:
    memory = tracker.remember(node.memory, node.index, option.effect)
    layer = layers[option.effect.target]
    if memory not in layer:
        layer[memory] = Node(option.effect.target, memory, found_by=(node, option))
    return layer[memory]


def path_masses(graph: StateGraph) -> dict[Node, int]:
    """Return the mass of all paths from the start to each node, by one forward pass."""
    masses: dict[Node, int] = {graph.start: 1}
    for node in graph.nodes():
        for edge in node.edges:
            masses[edge.target] = masses.get(edge.target, 0) + masses[node] * edge.mass
    return masses


def answers_to(graph: StateGraph, node: Node) -> dict[str, tuple[str, ...]]:
    """Return answers that lead to a node."""
    answers: dict[str, tuple[str, ...]] = {}
    while node.found_by:
        node, option = node.found_by
        answers[graph.stages[node.index].key] = option.keys
    return answers
