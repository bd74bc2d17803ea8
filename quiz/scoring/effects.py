"""Answers that differ in nothing scoring can see, merged.

Two answers to a question are interchangeable when they give the same weights, lead to the same place and agree on
being neutral. A ``multiple`` with many choices has far fewer effects than answers, and the merging never lists
its sets one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from quiz.scoring.answering import is_leaf, is_neutral, jump, points, sizes, target
from quiz.scoring.definition import Choice, Definition, Question


@dataclass(frozen=True, slots=True)
class Effect:
    """What an answer does: weights on the deciding columns, the place it leads to, the leaf it chose, neutrality."""

    weights: tuple[int, ...]
    target: int
    leaf: str | None = None
    is_neutral: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers of one effect: how many, and the one that takes the least change."""

    count: int
    change: int
    keys: tuple[str, ...]

    def merge(self, other: Answered) -> Answered:
        nearer = min(self, other, key=lambda each: each.change)
        return Answered(self.count + other.count, nearer.change, nearer.keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A question at its place, seen through the columns that decide; ``current`` is the answer to change from.

    Without a current answer the least change is the answer with the fewest choices.
    """

    definition: Definition
    place: int
    question: Question
    columns: tuple[str, ...]
    current: tuple[str, ...] = field(default=())

    def effect(self, chosen: Sequence[Choice]) -> Effect:
        decider = jump(self.definition, chosen)
        return Effect(
            weights=tuple(sum(choice.weights.get(column, 0) for choice in chosen) for column in self.columns),
            target=target(self.definition, self.place, decider),
            leaf=decider.type if decider and is_leaf(self.definition, decider) else None,
            is_neutral=is_neutral(chosen),
        )

    def change_to(self, choice: Choice) -> int:
        """How much changes when ``choice`` alone is the answer; a ``scale`` counts the notches between."""
        if self.question.kind == "multiple":
            return len({choice.key}.symmetric_difference(self.current))
        if self.question.kind == "single" or not self.current:
            return int(self.current != (choice.key,))
        keys = [each.key for each in self.question.choices]
        return abs(keys.index(choice.key) - keys.index(self.current[0]))


def deciding_columns(definition: Definition) -> tuple[str, ...]:
    """The scales that the type depends on: all but those which only gates name."""
    own = {"points": definition.type_keys, "bands": ("total",), "axes": tuple(each.key for each in definition.scales)}
    return tuple(own.get(definition.logic, ()))


def effects(site: Site) -> dict[Effect, Answered]:
    """Every admissible answer to the question, merged by effect, in a fixed order."""
    merged: dict[Effect, Answered] = {}
    for effect, answered in _unmerged(site):
        merged[effect] = merged[effect].merge(answered) if effect in merged else answered
    return merged


def _unmerged(site: Site) -> Iterator[tuple[Effect, Answered]]:
    low, high = sizes(site.question)
    if site.question.may_be_blank:
        yield site.effect(()), Answered(1, len(site.current), ())
    if low == 1 <= high:
        for choice in site.question.choices:
            yield site.effect((choice,)), Answered(1, site.change_to(choice), (choice.key,))
    if high > 1:
        yield from _sets(site, max(low, 2), high)


@dataclass(frozen=True, slots=True)
class _Partial:
    """A set in the making; ``decider`` is the first of its choices that points somewhere."""

    size: int
    weights: tuple[int, ...]
    decider: Choice | None
    is_neutral: bool


def _sets(site: Site, low: int, high: int) -> Iterator[tuple[Effect, Answered]]:
    together = [choice for choice in site.question.choices if not choice.exclusive]
    dropped = sum(choice.key in site.current for choice in site.question.choices if choice.exclusive)
    start = _Partial(0, (0,) * len(site.columns), None, True)
    partials: Mapping[_Partial, Answered] = {start: Answered(1, dropped, ())}
    for choice in together:
        partials = _with_and_without(site, partials, choice, high)
    for partial, answered in partials.items():
        if partial.size >= low:
            yield _finished(site, partial), answered


def _with_and_without(
    site: Site, partials: Mapping[_Partial, Answered], choice: Choice, high: int
) -> dict[_Partial, Answered]:
    was_chosen = choice.key in site.current
    grown: dict[_Partial, Answered] = {}
    for partial, each in partials.items():
        _add(grown, partial, Answered(each.count, each.change + was_chosen, each.keys))
        if partial.size < high:
            taken = Answered(each.count, each.change + (not was_chosen), (*each.keys, choice.key))
            _add(grown, _extended(site, partial, choice), taken)
    return grown


def _add(grown: dict[_Partial, Answered], partial: _Partial, answered: Answered) -> None:
    grown[partial] = grown[partial].merge(answered) if partial in grown else answered


def _extended(site: Site, partial: _Partial, choice: Choice) -> _Partial:
    decides = partial.decider is None and points(site.definition, choice)
    return _Partial(
        partial.size + 1,
        tuple(weight + choice.weights.get(key, 0) for weight, key in zip(partial.weights, site.columns, strict=True)),
        choice if decides else partial.decider,
        partial.is_neutral and choice.neutral,
    )


def _finished(site: Site, partial: _Partial) -> Effect:
    decider = partial.decider
    return Effect(
        weights=partial.weights,
        target=target(site.definition, site.place, decider),
        leaf=decider.type if decider and is_leaf(site.definition, decider) else None,
        is_neutral=partial.is_neutral,
    )
