"""Where an answer leads, and how far it is from there to the end.

A choice may jump forward by `next`, to a later question or to the end. When several chosen choices of a `multiple`
jump, the first of them in the authored order decides; a blank, and choices that do not jump, go on to the next question
in the authored order. The index of the end is the number of questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quiz.scoring.answering import size_limits
from quiz.scoring.format.definition import Definition
from quiz.scoring.format.parts import Choice, Question


def deciding_choice(definition: Definition, chosen: Sequence[Choice]) -> Choice | None:
    """Return the choice that decides where an answer leads: the first one that jumps or ends a flow; None if none."""
    return next((choice for choice in chosen if is_jump(definition, choice)), None)


def is_jump(definition: Definition, choice: Choice) -> bool:
    """Tell whether the choice leads anywhere but to the next question."""
    return choice.next is not None or is_leaf(definition, choice)


def is_leaf(definition: Definition, choice: Choice) -> bool:
    """Tell whether the choice ends a flow."""
    return definition.logic == "flow" and choice.type is not None


def next_index(definition: Definition, index: int, choice: Choice | None) -> int:
    """Return the index that an answer to the question at `index` leads to when `choice` decides."""
    if choice is None:
        return index + 1
    if is_leaf(definition, choice) or choice.next is None:
        return len(definition.questions)
    return definition.index_of(choice.next)


def longest_paths(definition: Definition) -> tuple[int, ...]:
    """Return for each index how many questions the longest path from there asks, that question included."""
    longest = [0] * (len(definition.questions) + 1)
    for index in reversed(range(len(definition.questions))):
        longest[index] = 1 + max((longest[target] for target in _next_indices(definition, index)), default=0)
    return tuple(longest)


def _next_indices(definition: Definition, index: int) -> set[int]:
    """Return the indices that the admissible answers of one question lead to."""
    question = definition.questions[index]
    return {next_index(definition, index, choice) for choice in _deciding_choices(definition, question)}


def _deciding_choices(definition: Definition, question: Question) -> Iterator[Choice | None]:
    """Yield the choices that can decide where an answer leads; None when an answer may not jump at all."""
    fewest, most = size_limits(question)
    together = [choice for choice in question.choices if not choice.exclusive]
    if fewest == 1 <= most:
        yield from (deciding_choice(definition, [choice]) for choice in question.choices)
    for number, choice in enumerate(together):
        # The rest must fill the answer without an earlier choice that jumps itself.
        before = [earlier for earlier in together[:number] if not is_jump(definition, earlier)]
        if is_jump(definition, choice) and fewest <= min(most, len(before) + len(together) - number):
            yield choice
    silent = [choice for choice in together if not is_jump(definition, choice)]
    if question.may_be_blank or fewest <= min(most, len(silent)):
        yield None
