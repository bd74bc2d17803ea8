"""The forward pass over the sums of a points quiz, exact over all paths at once.

A state is how far the types are apart, with the mass of all paths that lead to it. Three things keep states few: paths
that leave the types equally far apart are one state; a type that another beats whatever follows leaves the state; and a
state with one type left is settled at once, with everything that could follow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import batched

from quiz.scoring.distribution.bit_layout import BitLayout, Candidates
from quiz.scoring.distribution.state_graph import Node
from quiz.scoring.distribution.subgraph import Subgraph
from quiz.scoring.effects.sites import TooLargeError

BATCH = 2048
"""How many states move in one operation: their long integer still fits the fastest cache."""

MOVES = 16
"""How many moves a pass may make for each state that it may keep."""

type States = dict[int, int]
"""Packed state → mass of the paths to it."""

type Groups = defaultdict[int, States]
"""The states at a node by the guards of their candidates: small tables are quick ones."""


@dataclass(slots=True)
class ForwardPass:
    """`finals`: (types level at the top, end) → mass, the end None when one type had won before or there.

    `peak` is the most states at a time. Beyond `cap` states, or `MOVES` times as many moves, the pass is given up with
    TooLargeError.
    """

    subgraph: Subgraph
    cap: int
    finals: defaultdict[tuple[Candidates, Node | None], int] = field(default_factory=lambda: defaultdict(int))
    peak: int = 0
    moves: int = 0
    frontier: defaultdict[Node, Groups] = field(default_factory=lambda: defaultdict(lambda: defaultdict(dict)))

    def run(self) -> ForwardPass:
        """Carry all states from the start to the ends, and return the pass itself."""
        everyone = BitLayout(tuple(range(len(self.subgraph.factors))), self.subgraph.spread)
        self.frontier[self.subgraph.graph.start][everyone.guards][everyone.level_state] = 1
        for node in self.subgraph.graph.nodes():
            groups: dict[int, States] = self.frontier.pop(node, {})
            while groups:
                guards, states = groups.popitem()
                layout = BitLayout(everyone.decode_candidates(guards), self.subgraph.spread)
                self._expand_node(node, layout, states)
        return self

    def _expand_node(self, node: Node, layout: BitLayout, states: States) -> None:
        """Settle what one type has won, finish at an end, and take every option anywhere else."""
        if len(layout.candidates) == 1:
            self.finals[layout.candidates, None] += sum(states.values()) * self.subgraph.masses_ahead[node]
        elif not node.edges:
            self.finals[layout.candidates, node] += sum(states.values())
        else:
            self._take_options(node, layout, states)

    def _take_options(self, node: Node, layout: BitLayout, states: States) -> None:
        moves: defaultdict[tuple[Node, int], int] = defaultdict(int)
        for edge in self.subgraph.edges(node):
            moves[edge.target, layout.encode_move(self.subgraph.gains(edge))] += edge.mass
        self.moves += len(states) * len(moves)
        self._check_size()
        for batch in batched(states.items(), BATCH):
            before, masses = zip(*batch, strict=True)
            packed, lanes = layout.pack(before), layout.lanes(len(batch))
            for (target, move), mass in moves.items():
                after = packed + move * lanes
                guards = layout.surviving_guards(after, lanes, self.subgraph.gain_bounds[target])
                after = layout.keep_fields(after, lanes, guards)
                moved = masses if mass == 1 else [before_mass * mass for before_mass in masses]
                count = len(batch)
                _merge_states(self.frontier[target], layout.unpack(guards, count), layout.unpack(after, count), moved)

    def _check_size(self) -> None:
        states = sum(len(group) for groups in self.frontier.values() for group in groups.values())
        self.peak = max(self.peak, states)
        if states > self.cap or self.moves > self.cap * MOVES:
            raise TooLargeError


def _merge_states(groups: Groups, guards: Iterable[int], states: Iterable[int], masses: Iterable[int]) -> None:
    """Add states to those at a node; the innermost loop of all: paths that lead to the same state become one."""
    for state_guards, state, mass in zip(guards, states, masses, strict=True):
        group = groups[state_guards]
        if state in group:
            group[state] += mass
        else:
            group[state] = mass
