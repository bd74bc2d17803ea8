"""The questions of a quiz as stops, each with its options: answers merged by effect, and weighed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm, prod

from quiz.scoring.answering import check_answer
from quiz.scoring.definition import TIE, Definition, Question
from quiz.scoring.effects import Effect, Site, deciding_columns, effects

type AnswerShares = Mapping[str | tuple[str, ...], int | float | Fraction]
"""Answer → how often it is given. A choice key means that choice alone, ``""`` and ``()`` the blank."""

type Shares = Mapping[str, AnswerShares]
"""Question key → the shares of its answers, in any unit: they are divided by their sum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Answers of one effect: ``count`` of them, together ``mass`` of their stop's mass, ``keys`` one of them."""

    effect: Effect
    mass: int
    count: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    key: str
    options: tuple[Option, ...]

    @property
    def mass(self) -> int:
        return sum(option.mass for option in self.options)

    def most(self) -> tuple[int, ...]:
        """The most that one answer gives to each deciding column."""
        return tuple(max(weights) for weights in zip(*(option.effect.weights for option in self.options), strict=True))

    def least(self) -> tuple[int, ...]:
        """The least that one answer gives to each deciding column."""
        return tuple(min(weights) for weights in zip(*(option.effect.weights for option in self.options), strict=True))


def stops_of(definition: Definition, shares: Shares) -> tuple[Stop, ...]:
    """A stop for each question, in the authored order. ValueError when a share is below zero."""
    return tuple(
        _stop(definition, place, question, shares.get(question.key, {}))
        for place, question in enumerate(definition.questions)
    )


def tie_stop(definition: Definition, shares: Shares) -> Stop | None:
    """The stop of the question that is asked on a tie."""
    question = definition.tie_question
    return _stop(definition, len(definition.questions), question, shares.get(TIE, {})) if question else None


def count_paths(stops: Sequence[Stop]) -> int:
    """How many complete ways of answering there are."""
    counts = [0] * len(stops) + [1]
    for place in reversed(range(len(stops))):
        counts[place] = sum(option.count * counts[option.effect.target] for option in stops[place].options)
    return counts[0]


def volumes(stops: Sequence[Stop]) -> list[int]:
    """For each place, the mass of all ways to answer it and everything after it, on the path or not.

    A path that skips a stop counts as often as that stop has mass, so that every path can be weighed in whole numbers.
    """
    return [prod(max(stop.mass, 1) for stop in stops[place:]) for place in range(len(stops) + 1)]


def reorder(stops: Sequence[Stop], order: Sequence[int]) -> tuple[Stop, ...]:
    """The same stops in another order; only for quizzes that never jump."""
    return tuple(_moved(stops[place], to + 1) for to, place in enumerate(order))


def never_jumps(stops: Sequence[Stop]) -> bool:
    return all(
        option.effect.target == place + 1 and option.effect.leaf is None
        for place, stop in enumerate(stops)
        for option in stop.options
    )


def _moved(stop: Stop, target: int) -> Stop:
    options = (replace(option, effect=replace(option.effect, target=target)) for option in stop.options)
    return replace(stop, options=tuple(options))


def _stop(definition: Definition, place: int, question: Question, shares: AnswerShares) -> Stop:
    site = Site(definition=definition, place=place, question=question, columns=deciding_columns(definition))
    merged = effects(site)
    masses = _observed(site, shares) or {effect: answered.count for effect, answered in merged.items()}
    options = (
        Option(effect=effect, mass=masses.get(effect, 0), count=answered.count, keys=answered.keys)
        for effect, answered in merged.items()
    )
    return Stop(key=question.key, options=tuple(options))


def _observed(site: Site, shares: AnswerShares) -> dict[Effect, int]:
    """Effect → observed mass in whole numbers; empty when nothing was observed, which means uniform."""
    found: dict[Effect, Fraction] = {}
    for answer, share in shares.items():
        keys = ((answer,) if answer else ()) if isinstance(answer, str) else tuple(answer)
        if share < 0:
            raise ValueError(f"a share below zero: {site.question.key} {keys}")
        # Answers that this version of the question does not take are no part of its odds.
        if check_answer(site.question, keys) is None:
            effect = site.effect(site.question.chosen(keys))
            found[effect] = found.get(effect, Fraction(0)) + Fraction(share)
    return _whole_numbers(found) if any(found.values()) else {}


def _whole_numbers(shares: Mapping[Effect, Fraction]) -> dict[Effect, int]:
    scale = lcm(*(share.denominator for share in shares.values()))
    whole = {effect: int(share * scale) for effect, share in shares.items()}
    common = gcd(*whole.values())
    return {effect: mass // common for effect, mass in whole.items()}
