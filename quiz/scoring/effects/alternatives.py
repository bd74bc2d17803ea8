"""What else could have been answered to one question, and how large a change each of the other answers is.

Where a `multiple` has thousands of sets that differ in effect, only its blank, its single choices, and changes of one
or two choices are looked at: a larger change would explain nothing to anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from quiz.scoring.effects.merging import answer_effects, near_effects
from quiz.scoring.effects.sites import Answered, Effect, Site, TooLargeError
from quiz.scoring.format.definition import Definition
from quiz.scoring.format.parts import TIE
from quiz.scoring.steps import Step

FEW_ENOUGH = 2_000


class Alternative(NamedTuple):
    """Another answer: how many choices change, how far the deciding weights move, and its choices, by index and key."""

    change: int
    moved: int
    indices: tuple[int, ...]
    keys: tuple[str, ...]


def find_alternatives(definition: Definition, step: Step) -> Iterator[Alternative]:
    """Yield the least change to each answer that has another effect than the one given."""
    site = _site_of(definition, step)
    now = site.effect(step.chosen)
    for effect, answered in _effects_at(site).items():
        if effect != now:
            yield Alternative(
                answered.change, _weight_moved(now, effect), _choice_indices(step, answered.keys), answered.keys
            )


def _effects_at(site: Site) -> dict[Effect, Answered]:
    try:
        return answer_effects(site, FEW_ENOUGH)
    except TooLargeError:
        return near_effects(site)


def _site_of(definition: Definition, step: Step) -> Site:
    key = step.question.key
    return Site(
        definition=definition,
        index=len(definition.questions) if key == TIE else definition.index_of(key),
        question=step.question,
        columns=definition.deciding_scales,
        current=step.keys,
    )


def _weight_moved(now: Effect, then: Effect) -> int:
    return sum(abs(before - after) for before, after in zip(now.weights, then.weights, strict=True))


def _choice_indices(step: Step, keys: tuple[str, ...]) -> tuple[int, ...]:
    wanted = frozenset(keys)
    return tuple(index for index, choice in enumerate(step.question.choices) if choice.key in wanted)
