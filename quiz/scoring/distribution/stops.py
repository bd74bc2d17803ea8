"""The questions of a quiz as stops, each with its options: answers merged by effect, and weighed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm, prod

from quiz.scoring.answering import check_answer
from quiz.scoring.definition import TIE, Definition, Question
from quiz.scoring.effects import effects
from quiz.scoring.sites import Effect, Site

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


def stops_of(definition: Definition, shares: Shares, limit: int) -> tuple[Stop, ...]:
    """A stop for each question, in the authored order.

    ValueError when a share is below zero; TooLargeError when a question has more than ``limit`` sets to tell apart.
    """
    sites = (site_of(definition, place, definition.deciding_scales) for place in range(len(definition.questions)))
    return tuple(_stop(site, shares.get(site.question.key, {}), limit) for site in sites)


def tie_stop(definition: Definition, shares: Shares, limit: int) -> Stop | None:
    """The stop of the question that is asked on a tie."""
    site = tie_site(definition)
    return _stop(site, shares.get(TIE, {}), limit) if site else None


def site_of(definition: Definition, place: int, columns: tuple[str, ...]) -> Site:
    return Site(definition=definition, index=place, question=definition.questions[place], columns=columns)


def tie_site(definition: Definition) -> Site | None:
    """The tie question as if it stood at the end."""
    question, place = definition.tie_question, len(definition.questions)
    columns = definition.deciding_scales
    return Site(definition=definition, index=place, question=question, columns=columns) if question else None


def count_paths(definition: Definition) -> int:
    """How many complete ways of answering there are."""
    counts = [0] * len(definition.questions) + [1]
    for place in reversed(range(len(definition.questions))):
        # Without columns only where an answer leads tells answers apart, however many sets there are.
        leads = effects(site_of(definition, place, columns=()))
        counts[place] = sum(answered.count * counts[effect.target] for effect, answered in leads.items())
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


def _stop(site: Site, shares: AnswerShares, limit: int) -> Stop:
    merged = effects(site, limit)
    observed: dict[Effect, Fraction] = {}
    for keys, share in observed_answers(site.question, shares).items():
        observed[site.effect_of(keys)] = observed.get(site.effect_of(keys), Fraction(0)) + share
    masses = whole_numbers(observed) or {effect: answered.count for effect, answered in merged.items()}
    options = (
        Option(effect=effect, mass=masses.get(effect, 0), count=answered.count, keys=answered.keys)
        for effect, answered in merged.items()
    )
    return Stop(key=site.question.key, options=tuple(options))


def observed_answers(question: Question, shares: AnswerShares) -> dict[tuple[str, ...], Fraction]:
    """The answers that were given at all. Those that the question does not take are no part of its odds."""
    found: dict[tuple[str, ...], Fraction] = {}
    for answer, share in shares.items():
        keys = ((answer,) if answer else ()) if isinstance(answer, str) else tuple(answer)
        if share < 0:
            raise ValueError(f"a share below zero: {question.key} {keys}")
        if share and check_answer(question, keys) is None:
            found[keys] = found.get(keys, Fraction(0)) + Fraction(share)
    return found


def whole_numbers[T](shares: Mapping[T, Fraction]) -> dict[T, int]:
    """The same shares in the smallest whole numbers."""
    scale = lcm(*(share.denominator for share in shares.values()))
    whole = {key: int(share * scale) for key, share in shares.items()}
    common = gcd(*whole.values())
    return {key: mass // common for key, mass in whole.items()}
