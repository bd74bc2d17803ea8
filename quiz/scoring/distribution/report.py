"""What the odds of a quiz look like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeShare:
    """How often one type comes out, from 0 to 1, and answers that lead to it.

    The witness names every question on its path, and ``tie`` when that answer is needed. It wins alone where the type
    can; it is None when the type never comes out, or never did among the samples.
    """

    share: Fraction | float
    witness: Mapping[str, tuple[str, ...]] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """The share of every type over all ways of answering.

    ``exact``        False when the quiz was too large and the shares are estimates from samples
    ``paths``        how many complete ways of answering there are; a tie answer is not counted; always exact
    ``ties``         the share of them that tie before the rule: a Fraction, or a float from samples
    ``types``        type key → its share, in the authored order; a tied path counts for the type the rule takes
    ``unreachable``  types that no answers lead to; samples never claim one
    ``dominated``    types that can come out of a tie but never win alone; samples never claim one
    ``states``       the most states kept at a time, 0 for samples
    ``error_bound``  None, or the distance that a sampled share keeps from the true one in 95 % of cases
    """

    exact: bool
    paths: int
    ties: Fraction | float
    types: Mapping[str, TypeShare]
    unreachable: tuple[str, ...] = ()
    dominated: tuple[str, ...] = ()
    states: int = 0
    error_bound: float | None = None
