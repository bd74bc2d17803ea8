"""What may be answered to one question, and where an answer leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from quiz.scoring.definition import Choice, Definition, Question


def check_answer(question: Question, keys: Sequence[str]) -> str | None:
    """The code of what is wrong with an answer, or None.

    The codes are ``required`` ``repeated`` ``unknown_choice`` ``exclusive`` ``too_few`` ``too_many``. No keys at all
    is a blank, which only an optional question takes. ``single`` and ``scale`` take exactly one choice; ``multiple``
    takes ``min`` to ``max``, and an exclusive choice only alone.
    """
    if not keys:
        return None if question.may_be_blank else "required"
    if len(set(keys)) < len(keys):
        return "repeated"
    chosen = question.chosen(keys)
    if len(chosen) < len(keys):
        return "unknown_choice"
    return _check_size(question, chosen)


def _check_size(question: Question, chosen: Sequence[Choice]) -> str | None:
    low, high = sizes(question)
    if len(chosen) > 1 and high > 1 and any(choice.exclusive for choice in chosen):
        return "exclusive"
    if len(chosen) > high:
        return "too_many"
    return "too_few" if len(chosen) < low else None


def sizes(question: Question) -> tuple[int, int]:
    """The fewest and the most choices of an answer that is not blank."""
    return (max(question.min, 1), question.max) if question.kind == "multiple" else (1, 1)


def admissible(question: Question) -> Iterator[tuple[str, ...]]:
    """Every answer that ``check_answer`` accepts: by size, then in the authored order; a blank comes first."""
    low, high = sizes(question)
    if question.may_be_blank:
        yield ()
    for size in range(low, high + 1):
        for chosen in combinations(question.choices, size):
            if size == 1 or not any(choice.exclusive for choice in chosen):
                yield tuple(choice.key for choice in chosen)


def is_neutral(chosen: Sequence[Choice]) -> bool:
    """Whether the answer leaves the denominators: something was chosen, and every choice of it is neutral."""
    return bool(chosen) and all(choice.neutral for choice in chosen)


def jump(definition: Definition, chosen: Sequence[Choice]) -> Choice | None:
    """The choice that decides where an answer leads: the first one, in the authored order, that points anywhere.

    A choice points by ``next``, and in a flow also by ``type``. None means the next question in the authored order.
    """
    return next((choice for choice in chosen if points(definition, choice)), None)


def points(definition: Definition, choice: Choice) -> bool:
    return choice.next is not None or is_leaf(definition, choice)


def is_leaf(definition: Definition, choice: Choice) -> bool:
    """Whether the choice ends a flow."""
    return definition.logic == "flow" and choice.type is not None


def target(definition: Definition, place: int, choice: Choice | None) -> int:
    """The place that an answer at ``place`` leads to when ``choice`` decides; ``len(questions)`` is the end."""
    if choice is None:
        return place + 1
    if is_leaf(definition, choice) or choice.next is None:
        return len(definition.questions)
    return definition.place(choice.next)
