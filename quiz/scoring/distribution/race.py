"""The race between the sums of a points quiz, exact over all ways at once.

A state is how far the types are apart, with the mass of all ways that lead to it. Three things keep states few:
ways that leave the types equally far apart are one state; a type that another beats whatever follows leaves the
state; and a state with one type left is settled at once, with everything that could follow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import batched

from quiz.scoring.distribution.chart import Node
from quiz.scoring.distribution.course import Course
from quiz.scoring.distribution.layout import Layout, Living
from quiz.scoring.sites import TooLargeError

BATCH = 2048
"""How many states move in one operation: their long integer still fits the fastest cache."""

MOVES = 16
"""How many moves a race may make for each state that it may keep."""

type States = dict[int, int]
"""Packed state → mass of the ways to it."""

type Groups = defaultdict[int, States]
"""The states at a node by the guards of the types that are alive in them: small tables are quick ones."""


@dataclass(slots=True)
class Race:
    """``finishes``: (types level at the top, end) → mass, the end None when one type had won before or there.

    ``peak`` is the most states at a time. Beyond ``cap`` states, or ``MOVES`` times as many moves, the race is given up
    with TooLargeError.
    """

    course: Course
    cap: int
    finishes: defaultdict[tuple[Living, Node | None], int] = field(default_factory=lambda: defaultdict(int))
    peak: int = 0
    moves: int = 0
    waiting: defaultdict[Node, Groups] = field(default_factory=lambda: defaultdict(lambda: defaultdict(dict)))

    def run(self) -> Race:
        everyone = Layout(tuple(range(len(self.course.factors))), self.course.spread)
        self.waiting[self.course.chart.start][everyone.guards][everyone.level] = 1
        for node in self.course.chart.nodes():
            groups: dict[int, States] = self.waiting.pop(node, {})
            while groups:
                alive, states = groups.popitem()
                self._leave(node, Layout(everyone.survivors(alive), self.course.spread), states)
        return self

    def _leave(self, node: Node, layout: Layout, states: States) -> None:
        """Settle what one type has won, finish at an end, and take every option anywhere else."""
        if len(layout.living) == 1:
            self.finishes[layout.living, None] += sum(states.values()) * self.course.ways[node]
        elif not node.edges:
            self.finishes[layout.living, node] += sum(states.values())
        else:
            self._move_on(node, layout, states)

    def _move_on(self, node: Node, layout: Layout, states: States) -> None:
        moves: defaultdict[tuple[Node, int], int] = defaultdict(int)
        for edge in self.course.edges(node):
            moves[edge.target, layout.move(self.course.gains(edge))] += edge.mass
        self.moves += len(states) * len(moves)
        self._measure()
        for batch in batched(states.items(), BATCH):
            before, masses = zip(*batch, strict=True)
            packed, every = layout.pack(before), layout.every(len(batch))
            for (target, move), mass in moves.items():
                there = packed + move * every
                alive = layout.alive(there, every, self.course.leads[target])
                there = layout.narrow(there, every, alive)
                ways = masses if mass == 1 else [each * mass for each in masses]
                _arrive(self.waiting[target], layout.unpack(alive, len(batch)), layout.unpack(there, len(batch)), ways)

    def _measure(self) -> None:
        states = sum(len(group) for groups in self.waiting.values() for group in groups.values())
        self.peak = max(self.peak, states)
        if states > self.cap or self.moves > self.cap * MOVES:
            raise TooLargeError


def _arrive(waiting: Groups, alive: Iterable[int], states: Iterable[int], masses: Iterable[int]) -> None:
    """The innermost loop of all: ways that lead to the same state become one."""
    for guards, state, ways in zip(alive, states, masses, strict=True):
        group = waiting[guards]
        if state in group:
            group[state] += ways
        else:
            group[state] = ways
