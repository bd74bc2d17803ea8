"""A question where it stands in a quiz, and what an answer to it does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quiz.scoring.answering import is_neutral
from quiz.scoring.format.definition import Definition
from quiz.scoring.format.parts import Choice, Question
from quiz.scoring.jumps import deciding_choice, is_leaf, next_index


class TooLargeError(Exception):
    """More to tell apart than the caller allows."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What an answer does: weights on the deciding columns, the index it leads to, the leaf it chose, neutrality."""

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
        """Return the answers of both as those of one effect."""
        nearer = min(self, other, key=lambda answered: answered.change)
        return Answered(self.count + other.count, nearer.change, nearer.keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The question at `index`, of whose weights only some columns matter; `current` is the answer to change from.

    Without a current answer the least change is the answer with the fewest choices.
    """

    definition: Definition
    index: int
    question: Question
    columns: tuple[str, ...]
    current: tuple[str, ...] = field(default=())

    def effect(self, chosen: Sequence[Choice]) -> Effect:
        """Return what an answer of these choices does."""
        decider = deciding_choice(self.definition, chosen)
        return Effect(
            weights=tuple(sum(choice.weights.get(column, 0) for choice in chosen) for column in self.columns),
            target=next_index(self.definition, self.index, decider),
            leaf=decider.type if decider and is_leaf(self.definition, decider) else None,
            is_neutral=is_neutral(chosen),
        )

    def effect_of(self, keys: Iterable[str]) -> Effect:
        """Return what an answer of the choices with these keys does."""
        return self.effect(self.question.chosen(keys))

    def change_to(self, choice: Choice) -> int:
        """Return how much changes when `choice` alone is the answer; a `scale` counts the notches between."""
        if self.question.kind == "multiple":
            return len({choice.key}.symmetric_difference(self.current))
        if self.question.kind == "single" or not self.current:
            return int(self.current != (choice.key,))
        keys = [known.key for known in self.question.choices]
        return abs(keys.index(choice.key) - keys.index(self.current[0]))
