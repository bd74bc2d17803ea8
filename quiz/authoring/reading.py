"""A quiz file, read: its bytes become a document, its document a Definition, or the reader learns what is wrong."""

from __future__ import annotations

from typing import Any

from quiz.authoring.errors import refuse
from quiz.authoring.faults import fault_problems
from quiz.authoring.parsing import oddities, read_json
from quiz.authoring.shape import shape_problems
from quiz.scoring import Definition, build


def parse(content: bytes) -> dict[str, Any]:
    """Return the document in these bytes; QuizFileError names everything that is wrong with it."""
    document = read_json(content)
    check(document)
    return document


def check(document: Any) -> None:
    """Raise QuizFileError unless this is a whole quiz file."""
    definition_of(document)


def definition_of(document: Any) -> Definition:
    """Return what the document says; QuizFileError names everything that is wrong with it.

    Each check rests on the one before, so the problems of one kind hide those of the next.
    """
    refuse(oddities(document))
    refuse(shape_problems(document))
    definition = build(document)
    refuse(fault_problems(definition))
    return definition
