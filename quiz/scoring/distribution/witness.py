"""Answers that show a type can come out: a path through a subgraph to a final state that the forward pass found."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from quiz.scoring.distribution.stages import Option
from quiz.scoring.distribution.state_graph import Node
from quiz.scoring.distribution.subgraph import Subgraph

type Leads = tuple[int, ...]
"""How far the type in question is ahead of each type."""


def find_path(subgraph: Subgraph, winner: int, level: Collection[int]) -> dict[str, tuple[str, ...]] | None:
    """Return answers after which exactly the types `level` are at the top, `winner` among them; None if there are none.

    Searches depth first, the most promising option first, and turns back where the bounds rule the final state out.
    """
    search = _Search(subgraph, winner, frozenset(level))
    taken = search.options_from(subgraph.graph.start, (0,) * len(subgraph.factors))
    if taken is None:
        return None
    return {subgraph.graph.stages[node.index].key: option.keys for node, option in taken}


class _Search:
    def __init__(self, subgraph: Subgraph, winner: int, level: frozenset[int]) -> None:
        self.subgraph = subgraph
        self.winner = winner
        self.level = level
        self.dead_ends: set[tuple[Node, Leads]] = set()

    def options_from(self, node: Node, leads: Leads) -> list[tuple[Node, Option]] | None:
        """Return the options to take from a node, or None when the final state is out of reach."""
        if not node.edges:
            return []
        for _, number, after in sorted(self._promising_edges(node, leads)):
            edge = node.edges[number]
            rest = self.options_from(edge.target, after)
            if rest is not None:
                return [(node, edge.option), *rest]
        self.dead_ends.add((node, leads))
        return None

    def _promising_edges(self, node: Node, leads: Leads) -> list[tuple[int, int, Leads]]:
        """Return (−slack, number of the edge, leads after it) of the edges that may still do."""
        found = []
        for number, edge in enumerate(node.edges):
            if edge.target in self.subgraph.masses_ahead:
                after = self._leads_after(leads, self.subgraph.gains(edge))
                slack = self._slack(edge.target, after)
                if slack >= 0 and (edge.target, after) not in self.dead_ends:
                    found.append((-slack, number, after))
        return found

    def _leads_after(self, leads: Leads, gains: Sequence[int]) -> Leads:
        own = gains[self.winner]
        return tuple(lead + own - gain for lead, gain in zip(leads, gains, strict=True))

    def _slack(self, node: Node, leads: Leads) -> int:
        """Return by how much every condition on the final state can still be met; below zero, some cannot."""
        bounds = self.subgraph.gain_bounds[node]
        margins = (self._margin(bounds, other, lead) for other, lead in enumerate(leads) if other != self.winner)
        return min(margins, default=0)

    def _margin(self, bounds: Sequence[Sequence[int]], other: int, lead: int) -> int:
        at_best = lead + bounds[self.winner][other]
        if other not in self.level:
            return at_best - 1
        return min(at_best, bounds[other][self.winner] - lead)
