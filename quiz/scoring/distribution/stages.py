"""The stages of the dynamic programme: the questions of a quiz, their answers merged by effect, and weighed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm, prod

from quiz.scoring.answering import check_answer
from quiz.scoring.effects.merging import answer_effects
from quiz.scoring.effects.sites import Effect, Site
from quiz.scoring.format.definition import Definition
from quiz.scoring.format.parts import TIE, Question

type AnswerShares = Mapping[str | tuple[str, ...], int | float | Fraction]
"""Answer → how often it is given. A choice key means that choice alone, `""` and `()` the blank."""

type Shares = Mapping[str, AnswerShares]
"""Question key → the shares of its answers, in any unit: they are divided by their sum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """Answers of one effect: `count` of them, together `mass` of their stage's mass, `keys` one of them."""

    effect: Effect
    mass: int
    count: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A question with its options. Masses are whole numbers: a probability is a mass ÷ the mass of the stage."""

    key: str
    options: tuple[Option, ...]

    @property
    def mass(self) -> int:
        return sum(option.mass for option in self.options)

    @property
    def effects(self) -> tuple[Effect, ...]:
        return tuple(option.effect for option in self.options)


def make_stages(definition: Definition, shares: Shares, limit: int) -> tuple[Stage, ...]:
    """Return a stage for each question, in the authored order.

    ValueError when a share is below zero; TooLargeError when a question has more than `limit` sets to tell apart.
    """
    sites = (_site_at(definition, index, definition.deciding_scales) for index in range(len(definition.questions)))
    return tuple(_make_stage(site, shares.get(site.question.key, {}), limit) for site in sites)


def make_tie_stage(definition: Definition, shares: Shares, limit: int) -> Stage | None:
    """Return the stage of the question that is asked on a tie, as if it stood at the end."""
    question, end = definition.tie_question, len(definition.questions)
    if question is None:
        return None
    site = Site(definition=definition, index=end, question=question, columns=definition.deciding_scales)
    return _make_stage(site, shares.get(TIE, {}), limit)


def count_paths(definition: Definition) -> int:
    """Return how many complete ways of answering there are."""
    counts = [0] * len(definition.questions) + [1]
    for index in reversed(range(len(definition.questions))):
        # Without columns only where an answer leads tells answers apart, however many sets there are.
        found = answer_effects(_site_at(definition, index, columns=()))
        counts[index] = sum(answered.count * counts[effect.target] for effect, answered in found.items())
    return counts[0]


def remaining_masses(stages: Sequence[Stage]) -> list[int]:
    """Return for each index the mass of all ways to answer that stage and everything after it, on the path or not.

    A path that skips a stage counts as often as that stage has mass, so that whole numbers can weigh every path.
    """
    return [prod(max(stage.mass, 1) for stage in stages[index:]) for index in range(len(stages) + 1)]


def order_stages(definition: Definition, stages: Sequence[Stage]) -> Sequence[Stage]:
    """Return the stages in the order that keeps states few, which the odds do not depend on where nothing jumps."""
    if not _never_jumps(stages):
        return stages
    rank = _rank_by_spread if definition.logic == "points" else _rank_by_axis
    ordered = sorted(stages, key=rank)
    return tuple(_lead_to(stage, index + 1) for index, stage in enumerate(ordered))


def _rank_by_spread(stage: Stage) -> tuple[int, ...]:
    """Put what moves the types furthest apart first, so that the rest can change little and types drop out."""
    gains = [effect.weights for effect in stage.effects]
    types = range(len(gains[0]) if gains else 0)
    return (-sum(max(gained[i] - gained[j] for gained in gains) for i in types for j in types),)


def _rank_by_axis(stage: Stage) -> tuple[int, ...]:
    """Put one axis after the other, so that only a sign is left of each before the next begins."""
    columns = zip(*(effect.weights for effect in stage.effects), strict=True)
    return tuple(-any(column) for column in columns)


def _never_jumps(stages: Sequence[Stage]) -> bool:
    return all(
        effect.target == index + 1 and effect.leaf is None
        for index, stage in enumerate(stages)
        for effect in stage.effects
    )


def _lead_to(stage: Stage, target: int) -> Stage:
    options = (replace(option, effect=replace(option.effect, target=target)) for option in stage.options)
    return replace(stage, options=tuple(options))


def _site_at(definition: Definition, index: int, columns: tuple[str, ...]) -> Site:
    return Site(definition=definition, index=index, question=definition.questions[index], columns=columns)


def _make_stage(site: Site, shares: AnswerShares, limit: int) -> Stage:
    merged = answer_effects(site, limit)
    observed: dict[Effect, Fraction] = {}
    for keys, share in observed_answers(site.question, shares).items():
        observed[site.effect_of(keys)] = observed.get(site.effect_of(keys), Fraction(0)) + share
    masses = whole_numbers(observed) or {effect: answered.count for effect, answered in merged.items()}
    options = (
        Option(effect=effect, mass=masses.get(effect, 0), count=answered.count, keys=answered.keys)
        for effect, answered in merged.items()
    )
    return Stage(key=site.question.key, options=tuple(options))


def observed_answers(question: Question, shares: AnswerShares) -> dict[tuple[str, ...], Fraction]:
    """Return the answers that were given at all. Those that the question does not take are no part of its odds."""
    found: dict[tuple[str, ...], Fraction] = {}
    for answer, share in shares.items():
        keys = ((answer,) if answer else ()) if isinstance(answer, str) else tuple(answer)
        if share < 0:
            raise ValueError(f"a share below zero: {question.key} {keys}")
        if share and check_answer(question, keys) is None:
            found[keys] = found.get(keys, Fraction(0)) + Fraction(share)
    return found


def whole_numbers[T](shares: Mapping[T, Fraction]) -> dict[T, int]:
    """Return the same shares in the smallest whole numbers."""
    scale = lcm(*(share.denominator for share in shares.values()))
    whole = {key: int(share * scale) for key, share in shares.items()}
    common = gcd(*whole.values())
    return {key: mass // common for key, mass in whole.items()}
