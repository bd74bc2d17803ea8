"""What the odds of a quiz look like, and how the masses that types win add up to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quiz.scoring.format.definition import Definition

type Witness = Mapping[str, tuple[str, ...]]
"""Question key → choice keys: answers that lead to a type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeShare:
    """How often one type comes out, from 0 to 1, and answers that lead to it.

    The witness names every question on its path, and `tie` when that answer is needed. It wins alone where the type
    can; it is None when the type never comes out, or never did among the samples.
    """

    share: Fraction | float
    witness: Witness | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """The share of every type over all ways of answering.

    `exact`        False when the quiz was too large and the shares are estimates from samples
    `paths`        how many complete ways of answering there are; a tie answer is not counted; always exact
    `ties`         the share of them that tie before the rule: a Fraction, or a float from samples
    `types`        type key → its share, in the authored order; a tied path counts for the type the rule takes
    `unreachable`  types that no answers lead to; samples never claim one
    `dominated`    types that can come out of a tie but never win alone; samples never claim one
    `states`       the most states kept at a time, 0 for samples
    `error_bound`  None, or the distance that a sampled share keeps from the true one in 95 % of cases
    """

    exact: bool
    paths: int
    ties: Fraction | float
    types: Mapping[str, TypeShare]
    unreachable: tuple[str, ...] = ()
    dominated: tuple[str, ...] = ()
    states: int = 0
    error_bound: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Win:
    """The mass of some paths that end in a type, whether it wins them in a tie, and how to find one of them."""

    type: str
    mass: Fraction
    is_tie: bool = False
    find_witness: Callable[[], Witness | None]


def summarize_wins(definition: Definition, wins: Sequence[Win], *, paths: int, states: int) -> Distribution:
    """Return the exact distribution that these wins make; all shares are 0 when no answers lead anywhere."""
    whole = sum((win.mass for win in wins), Fraction(0)) or Fraction(1)
    ties = sum((win.mass for win in wins if win.is_tie), Fraction(0))
    reached = {win.type for win in wins}
    alone = {win.type for win in wins if not win.is_tie}
    return Distribution(
        exact=True,
        paths=paths,
        ties=ties / whole,
        types={key: _type_share(key, wins, whole) for key in definition.type_keys},
        unreachable=tuple(key for key in definition.type_keys if key not in reached),
        dominated=tuple(key for key in definition.type_keys if key in reached - alone),
        states=states,
    )


def _type_share(key: str, wins: Sequence[Win], whole: Fraction) -> TypeShare:
    own = [win for win in wins if win.type == key]
    mass = sum((win.mass for win in own), Fraction(0))
    # The clearest evidence: a win without a tie, on a path that people really take.
    clearest = min(own, key=lambda win: (win.is_tie, not win.mass), default=None)
    return TypeShare(share=mass / whole, witness=clearest.find_witness() if clearest else None)
