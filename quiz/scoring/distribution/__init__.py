"""How often each type comes out, over every way of answering a quiz.

The paths through a quiz make a layered state graph, which forward dynamic programming solves: a layer for each
question, a state for all paths that are alike in everything that can still matter, and the mass of those paths carried
from layer to layer. In a points quiz the states are packed into machine words, and many of them move at once (SWAR:
SIMD within a register, the register being Python's long integer).

    stages        the questions, their answers merged by effect, in the order that keeps states few
    state_graph   the paths merged into nodes by what the logic has to remember
    subgraph      the part of it that leads to some ends, with bounds by a backward pass
    forward_pass  the sums of a points quiz, all paths at once
    bit_layout    how a state of the sums is packed, and how thousands move in one operation
    points        the tie rule, applied to what the forward pass found
    witness       answers that show a type can come out, by a search with bounds
    report        masses added up into the distribution
    sampling      estimates, when the quiz is too large

*Uniform* means that at each question on the path every admissible answer is equally likely: each choice of a `single`
or `scale`; each admissible set of a `multiple`; and, for an optional question, the blank as one answer more.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial

from quiz.scoring.distribution.points import points_wins
from quiz.scoring.distribution.report import Distribution, TypeShare, Win, summarize_wins
from quiz.scoring.distribution.sampling import SAMPLES, sample_distribution
from quiz.scoring.distribution.stages import Shares, count_paths, make_stages, make_tie_stage, order_stages
from quiz.scoring.distribution.state_graph import STATES_A_NODE, StateGraph, answers_to, build_graph, path_masses
from quiz.scoring.effects.sites import TooLargeError
from quiz.scoring.format.definition import Definition
from quiz.scoring.logics import rules_of
from quiz.scoring.logics.tracking import Memory

__all__ = ["STATE_CAP", "Distribution", "Shares", "TypeShare", "distribution"]

STATE_CAP = 2_500_000
"""The most states to keep at a time before sampling: about 400 MB, and half a minute to get there."""


def distribution(
    definition: Definition, shares: Shares | None = None, *, state_cap: int = STATE_CAP, samples: int = SAMPLES
) -> Distribution:
    """Return the exact share of every type, or so many samples with their error bound beyond `state_cap` states.

    `shares` weighs the answers by how often they are given: question key → answer → weight, an answer being a choice
    key or, for a `multiple`, the tuple of its choice keys; `""` and `()` are the blank. Weights may be in any unit and
    are divided by their sum. An answer without a weight is never given, but still counts as reachable; a question
    without any weights stays uniform, as does the tie question. ValueError on a weight below zero.
    """
    weights = shares or {}
    paths = count_paths(definition)
    try:
        wins, states = _find_wins(definition, weights, state_cap)
    except TooLargeError:
        return sample_distribution(definition, weights, paths=paths, samples=samples)
    return summarize_wins(definition, wins, paths=paths, states=states)


def _find_wins(definition: Definition, shares: Shares, cap: int) -> tuple[list[Win], int]:
    """Return the masses that types win, and the most states at a time."""
    if not definition.types:
        return [], 0
    limit = cap // STATES_A_NODE
    stages = order_stages(definition, make_stages(definition, shares, limit))
    tracker = rules_of(definition).tracker(definition, stages)
    graph = build_graph(stages, tracker, cap)
    if tracker.type_at is None:
        return points_wins(definition, graph, make_tie_stage(definition, shares, limit), cap)
    return _end_wins(graph, tracker.type_at), max(map(len, graph.layers))


def _end_wins(graph: StateGraph, type_at: Callable[[Memory], str]) -> list[Win]:
    """Return the wins where the memory at the end says all."""
    masses = path_masses(graph)
    return [
        Win(type=type_at(end.memory), mass=Fraction(masses[end]), find_witness=partial(answers_to, graph, end))
        for end in graph.ends
    ]
