"""An answered question, which a path is made of."""

from __future__ import annotations

from dataclasses import dataclass

from quiz.scoring.answering import is_neutral
from quiz.scoring.format.definition import Definition
from quiz.scoring.format.parts import TIE, Choice, Question
from quiz.scoring.jumps import deciding_choice, next_index


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An answered question, its choices in the authored order, and the index of the question that comes next."""

    question: Question
    chosen: tuple[Choice, ...]
    leads_to: int

    @property
    def is_neutral(self) -> bool:
        return is_neutral(self.chosen)

    def weight(self, scale: str) -> int:
        """Return what the answer gives to a scale."""
        return sum(choice.weights.get(scale, 0) for choice in self.chosen)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(choice.key for choice in self.chosen)


def make_step(definition: Definition, question: Question, chosen: tuple[Choice, ...]) -> Step:
    """Return the step of a valid answer. The question on a tie stands after the last one."""
    index = len(definition.questions) if question.key == TIE else definition.index_of(question.key)
    leads_to = next_index(definition, index, deciding_choice(definition, chosen))
    return Step(question=question, chosen=chosen, leads_to=leads_to)
