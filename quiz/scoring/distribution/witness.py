"""Answers that show a type can come out: a way along a course to a finish that the race found."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from quiz.scoring.distribution.chart import Node
from quiz.scoring.distribution.course import Course
from quiz.scoring.distribution.stops import Option

type Ahead = tuple[int, ...]
"""How far the type in question is ahead of each type."""


def find_way(course: Course, winner: int, level: Collection[int]) -> dict[str, tuple[str, ...]] | None:
    """Answers after which exactly the types ``level`` are at the top, ``winner`` among them; None if there are none.

    Searches depth first, the most promising option first, and turns back as soon as the leads rule the finish out.
    """
    search = _Search(course, winner, frozenset(level))
    taken = search.onwards(course.chart.start, (0,) * len(course.factors))
    if taken is None:
        return None
    return {course.chart.stops[node.place].key: option.keys for node, option in taken}


class _Search:
    def __init__(self, course: Course, winner: int, level: frozenset[int]) -> None:
        self.course = course
        self.winner = winner
        self.level = level
        self.dead_ends: set[tuple[Node, Ahead]] = set()

    def onwards(self, node: Node, ahead: Ahead) -> list[tuple[Node, Option]] | None:
        """The options to take from a node, or None when the finish is out of reach."""
        if not node.edges:
            return []
        for _, place, there in sorted(self._open(node, ahead)):
            edge = node.edges[place]
            rest = self.onwards(edge.target, there)
            if rest is not None:
                return [(node, edge.option), *rest]
        self.dead_ends.add((node, ahead))
        return None

    def _open(self, node: Node, ahead: Ahead) -> list[tuple[int, int, Ahead]]:
        """(less for more room to spare, place of the edge, leads after it) of the edges that may still do."""
        found = []
        for place, edge in enumerate(node.edges):
            if edge.target in self.course.ways:
                there = self._after(ahead, self.course.gains(edge))
                room = self._room(edge.target, there)
                if room >= 0 and (edge.target, there) not in self.dead_ends:
                    found.append((-room, place, there))
        return found

    def _after(self, ahead: Ahead, gains: Sequence[int]) -> Ahead:
        own = gains[self.winner]
        return tuple(lead + own - gain for lead, gain in zip(ahead, gains, strict=True))

    def _room(self, node: Node, ahead: Ahead) -> int:
        """By how much every condition on the finish can still be met; below zero, some cannot."""
        leads = self.course.leads[node]
        margins = (self._margin(leads, other, lead) for other, lead in enumerate(ahead) if other != self.winner)
        return min(margins, default=0)

    def _margin(self, leads: Sequence[Sequence[int]], other: int, lead: int) -> int:
        at_best = lead + leads[self.winner][other]
        if other not in self.level:
            return at_best - 1
        return min(at_best, leads[other][self.winner] - lead)
