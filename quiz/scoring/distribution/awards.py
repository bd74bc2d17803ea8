"""Masses given to types, added up into a Distribution."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quiz.scoring.definition import Definition
from quiz.scoring.distribution.report import Distribution, TypeShare

type Witness = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """The mass of some ways that end in a type, whether it wins them alone, and how to find one of them."""

    type: str
    mass: Fraction
    is_tie: bool = False
    find: Callable[[], Witness | None]


def add_up(definition: Definition, awards: Sequence[Award], *, paths: int, states: int) -> Distribution:
    """The exact distribution that these awards make; all shares are 0 when no answers lead anywhere."""
    whole = sum((award.mass for award in awards), Fraction(0)) or Fraction(1)
    ties = sum((award.mass for award in awards if award.is_tie), Fraction(0))
    return Distribution(
        exact=True,
        paths=paths,
        ties=ties / whole,
        types={key: _share(key, awards, whole) for key in definition.type_keys},
        unreachable=_without(definition, awards),
        dominated=_dominated(definition, awards),
        states=states,
    )


def _share(key: str, awards: Sequence[Award], whole: Fraction) -> TypeShare:
    own = [award for award in awards if award.type == key]
    mass = sum((award.mass for award in own), Fraction(0))
    # The clearest evidence: a win without a tie, on a way that people really take.
    clearest = min(own, key=lambda award: (award.is_tie, not award.mass), default=None)
    return TypeShare(share=mass / whole, witness=clearest.find() if clearest else None)


def _without(definition: Definition, awards: Sequence[Award]) -> tuple[str, ...]:
    reached = {award.type for award in awards}
    return tuple(key for key in definition.type_keys if key not in reached)


def _dominated(definition: Definition, awards: Sequence[Award]) -> tuple[str, ...]:
    reached = {award.type for award in awards}
    alone = {award.type for award in awards if not award.is_tie}
    return tuple(key for key in definition.type_keys if key in reached and key not in alone)
