"""Where things are in a quiz file: paths, and every part of a Definition with its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quiz.scoring import Choice, Definition, Question, Type


def path_of(steps: Iterable[str | int]) -> str:
    """Return the path of these steps, such as `questions[3].choices[1].weights.forest`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")


def questions_in(definition: Definition) -> Iterator[tuple[str, Question]]:
    """Yield every question with its path, the one that is asked on a tie first."""
    if definition.tie_question:
        yield "tie_break.question", definition.tie_question
    for place, question in enumerate(definition.questions):
        yield f"questions[{place}]", question


def choices_in(path: str, question: Question) -> Iterator[tuple[str, Choice]]:
    for place, choice in enumerate(question.choices):
        yield f"{path}.choices[{place}]", choice


def pictured_in(definition: Definition) -> Iterator[tuple[str, Type | Question | Choice]]:
    """Yield every part that may have a picture, with its path."""
    for place, each in enumerate(definition.types):
        yield f"types[{place}]", each
    for path, question in questions_in(definition):
        yield path, question
        yield from choices_in(path, question)
