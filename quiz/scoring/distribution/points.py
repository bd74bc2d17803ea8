"""The odds of a points quiz: a forward pass for each way of comparing the sums, then the tie rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from quiz.scoring.distribution.bit_layout import Candidates
from quiz.scoring.distribution.forward_pass import ForwardPass
from quiz.scoring.distribution.report import Win, Witness
from quiz.scoring.distribution.stages import Stage
from quiz.scoring.distribution.state_graph import Node, StateGraph
from quiz.scoring.distribution.subgraph import Subgraph, make_subgraph
from quiz.scoring.distribution.witness import find_path
from quiz.scoring.effects.sites import TooLargeError
from quiz.scoring.format.definition import Definition
from quiz.scoring.format.parts import TIE
from quiz.scoring.logics.points import comparing_factors, rank_weights


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalState:
    """Types level at the top, the ranks that would decide between them, and the subgraph that they finished in."""

    level: Candidates
    ranks: tuple[int, ...] | None
    subgraph: Subgraph
    mass: int


def points_wins(definition: Definition, graph: StateGraph, tie: Stage | None, cap: int) -> tuple[list[Win], int]:
    """Return the wins of a points quiz, exact, and the most states at a time.

    Raises TooLargeError beyond `cap` states.
    """
    comparisons = _ends_by_factors(definition, graph)
    if len(comparisons) * graph.size > cap:
        raise TooLargeError
    passes = [ForwardPass(make_subgraph(graph, ends, factors), cap).run() for factors, ends in comparisons.items()]
    finals = [final for forward_pass in passes for final in _final_states(forward_pass)]
    wins = [win for final in finals for win in _wins_of(definition, final, tie)]
    return wins, max((forward_pass.peak for forward_pass in passes), default=0)


def _ends_by_factors(definition: Definition, graph: StateGraph) -> dict[tuple[int, ...], set[Node]]:
    """Return the ends by the factors that make their sums comparable: a forward pass for each."""
    ends: defaultdict[tuple[int, ...], set[Node]] = defaultdict(set)
    for end in graph.ends:
        ends[comparing_factors(definition, end.memory)].add(end)
    return ends


def _final_states(forward_pass: ForwardPass) -> Iterator[FinalState]:
    for (level, end), mass in forward_pass.finals.items():
        ranks = end.memory.ranks if end else None
        yield FinalState(level=level, ranks=ranks, subgraph=forward_pass.subgraph, mass=mass)


def _wins_of(definition: Definition, final: FinalState, tie: Stage | None) -> Iterator[Win]:
    for winner, part, keys in tie_winners(final.level, final.ranks, tie):
        yield Win(
            type=definition.type_keys[winner],
            mass=final.mass * part,
            is_tie=len(final.level) > 1,
            find_witness=partial(_find_witness, final, winner, {} if keys is None else {TIE: keys}),
        )


def tie_winners(
    level: Candidates, ranks: Sequence[int] | None, tie: Stage | None
) -> Iterator[tuple[int, Fraction, tuple[str, ...] | None]]:
    """Yield (type, its part of the mass, the tie answer that takes it) as the tie rule has it."""
    if len(level) == 1 or not (tie and tie.mass):
        yield _best_ranked(level, ranks), Fraction(1), None
        return
    for option in tie.options:
        ranked = rank_weights(option.effect.weights)
        yield _best_ranked(level, ranked), Fraction(option.mass, tie.mass), option.keys


def _best_ranked(level: Candidates, ranks: Sequence[int] | None) -> int:
    return max(level, key=ranks.__getitem__) if ranks else level[0]


def _find_witness(final: FinalState, winner: int, tie_answer: Witness) -> Witness | None:
    subgraph = final.subgraph
    if len(final.level) > 1:
        # Another end may settle the same tie another way.
        subgraph = make_subgraph(subgraph.graph, _ends_ranked(subgraph, final.ranks), subgraph.factors)
    path = find_path(subgraph, winner, final.level)
    return None if path is None else {**path, **tie_answer}


def _ends_ranked(subgraph: Subgraph, ranks: tuple[int, ...] | None) -> set[Node]:
    return {end for end in subgraph.graph.ends if end in subgraph.masses_ahead and end.memory.ranks == ranks}
