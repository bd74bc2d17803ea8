"""The race between the sums of a points quiz, exact over all ways at once.

A state is how far the types are apart, with the mass of all ways that lead to it. Three things keep states few:
ways that leave the types equally far apart are one state; a type that another beats whatever follows leaves the
state; and a state with one type left is settled at once, with everything that could follow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from quiz.scoring.distribution.chart import Node, TooLargeError
from quiz.scoring.distribution.course import Course
from quiz.scoring.distribution.layout import Layout, Living

type States = dict[int, int]
"""Packed state → mass of the ways to it."""

type Waiting = defaultdict[Living, States]
"""The states at a node, by the types that are still alive in them."""


@dataclass(slots=True)
class Race:
    """``finishes``: (types level at the top, end) → mass, the end None when it was settled before.

    ``peak`` is the most states at a time; beyond ``cap`` the race is given up with TooLargeError.
    """

    course: Course
    cap: int
    finishes: defaultdict[tuple[Living, Node | None], int] = field(default_factory=lambda: defaultdict(int))
    peak: int = 0
    waiting: defaultdict[Node, Waiting] = field(default_factory=lambda: defaultdict(lambda: defaultdict(dict)))

    def run(self) -> Race:
        everyone = tuple(range(len(self.course.factors)))
        layout = _layout(everyone, self.course.spread)
        self._enter(self.course.chart.start, layout, {layout.level: 1})
        for node in self.course.chart.nodes():
            for living, states in self.waiting.pop(node, {}).items():
                self._leave(node, _layout(living, self.course.spread), states)
        return self

    def _leave(self, node: Node, layout: Layout, states: States) -> None:
        """Take every option of a node, or finish there."""
        if not node.edges:
            self.finishes[layout.living, node] += sum(states.values())
            return
        moves: defaultdict[Node, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
        for edge in self.course.edges(node):
            moves[edge.target][layout.move(self.course.gains(edge))] += edge.mass
        for target, masses in moves.items():
            self._enter(target, layout, _advance(states, masses))

    def _enter(self, node: Node, layout: Layout, states: States) -> None:
        """Wait at a node, among the states with the same types alive. Empties ``states``."""
        sorted_out = _sort_out(layout, layout.limits(self.course.leads[node]), states)
        for alive, survivors in sorted_out.items():
            places = layout.places(alive)
            living = tuple(layout.living[place] for place in places)
            if len(living) == 1:
                self.finishes[living, None] += sum(survivors.values()) * self.course.ways[node]
            elif alive == layout.guards:
                _merge(self.waiting[node][living], survivors.items())
            else:
                narrow = ((layout.narrow(state, places), mass) for state, mass in survivors.items())
                _merge(self.waiting[node][living], narrow)
        self._measure()

    def _measure(self) -> None:
        states = sum(len(group) for groups in self.waiting.values() for group in groups.values())
        self.peak = max(self.peak, states)
        if states > self.cap:
            raise TooLargeError


_layout = cache(Layout)


def _advance(states: States, masses: Mapping[int, int]) -> States:
    """Every state moved by every move; ``masses`` are the masses of the moves."""
    reached: States = {}
    get = reached.get
    for move, mass in masses.items():
        for state, ways in states.items():
            there = state + move
            reached[there] = get(there, 0) + ways * mass
    return reached


def _sort_out(layout: Layout, limits: Sequence[tuple[int, int]], states: States) -> dict[int, States]:
    """The states by their surviving guards. The innermost loop of all: everything in it is a local name."""
    guards, ones, mask = layout.guards, layout.ones, layout.mask
    sorted_out: dict[int, States] = {}
    while states:
        state, ways = states.popitem()
        alive = guards
        for shift, limit in limits:
            alive &= state + limit - (state >> shift & mask) * ones
        if alive in sorted_out:
            sorted_out[alive][state] = ways
        else:
            sorted_out[alive] = {state: ways}
    return sorted_out


def _merge(group: States, arrivals: Iterable[tuple[int, int]]) -> None:
    for state, ways in arrivals:
        group[state] = group.get(state, 0) + ways
