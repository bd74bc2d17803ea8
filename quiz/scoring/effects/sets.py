"""The sets that a `multiple` may be answered with, merged by effect while they grow choice by choice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from quiz.scoring.answering import size_limits
from quiz.scoring.effects.sites import Answered, Effect, Site, TooLargeError
from quiz.scoring.jumps import is_jump, is_leaf, next_index


class Partial(NamedTuple):
    """A set in the making; `decider` is the index of the first of its choices that jumps, or −1."""

    size: int
    decider: int
    is_neutral: bool
    weights: tuple[int, ...]


type Partials = dict[Partial, Answered]


def answer_sets(site: Site, limit: int | None) -> Iterator[tuple[Effect, Answered]]:
    """Yield every admissible set of two choices and more.

    Raises TooLargeError beyond `limit` partial sets at a time.
    """
    fewest, most = size_limits(site.question)
    dropped = sum(choice.key in site.current for choice in site.question.choices if choice.exclusive)
    partials: Partials = {Partial(0, -1, True, (0,) * len(site.columns)): Answered(1, dropped, ())}
    for index, choice in enumerate(site.question.choices):
        if not choice.exclusive:
            partials = _with_and_without(site, partials, index, most)
        if limit is not None and len(partials) > limit:
            raise TooLargeError
    for partial, answered in partials.items():
        if partial.size >= max(fewest, 2):
            yield _effect_of(site, partial), answered


def _with_and_without(site: Site, partials: Partials, index: int, most: int) -> Partials:
    choice = site.question.choices[index]
    gains = tuple(choice.weights.get(column, 0) for column in site.columns)
    was_chosen = choice.key in site.current
    grown: Partials = {}
    for partial, answered in partials.items():
        _add_partial(grown, partial, Answered(answered.count, answered.change + was_chosen, answered.keys))
        if partial.size < most:
            taken = Answered(answered.count, answered.change + (not was_chosen), (*answered.keys, choice.key))
            _add_partial(grown, _with_choice(site, partial, index, gains), taken)
    return grown


def _with_choice(site: Site, partial: Partial, index: int, gains: tuple[int, ...]) -> Partial:
    choice = site.question.choices[index]
    decides = partial.decider < 0 and is_jump(site.definition, choice)
    return Partial(
        size=partial.size + 1,
        decider=index if decides else partial.decider,
        is_neutral=partial.is_neutral and choice.neutral,
        weights=tuple(weight + gain for weight, gain in zip(partial.weights, gains, strict=True)),
    )


def _add_partial(grown: Partials, partial: Partial, answered: Answered) -> None:
    grown[partial] = grown[partial].merge(answered) if partial in grown else answered


def _effect_of(site: Site, partial: Partial) -> Effect:
    decider = site.question.choices[partial.decider] if partial.decider >= 0 else None
    return Effect(
        weights=partial.weights,
        target=next_index(site.definition, site.index, decider),
        leaf=decider.type if decider and is_leaf(site.definition, decider) else None,
        is_neutral=partial.is_neutral,
    )
