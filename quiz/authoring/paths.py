"""Paths in a quiz file, such as `questions[3].choices[1]`, and the parts of a definition with their paths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quiz.scoring import Choice, Definition, Question, Type


def path_of(steps: Iterable[str | int]) -> str:
    """Return the path for a sequence of keys and indexes, such as `questions[3].choices[1].weights.forest`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")


def questions_in(definition: Definition) -> Iterator[tuple[str, Question]]:
    """Yield all questions with their paths, the tie question first."""
    if definition.tie_question:
        yield "tie_break.question", definition.tie_question
    for index, question in enumerate(definition.questions):
        yield f"questions[{index}]", question


def choices_in(path: str, question: Question) -> Iterator[tuple[str, Choice]]:
    for index, choice in enumerate(question.choices):
        yield f"{path}.choices[{index}]", choice


def pictured_in(definition: Definition) -> Iterator[tuple[str, Type | Question | Choice]]:
    """Yield all parts that can have a picture, with their paths."""
    for index, type_ in enumerate(definition.types):
        yield f"types[{index}]", type_
    for path, question in questions_in(definition):
        yield path, question
        yield from choices_in(path, question)
