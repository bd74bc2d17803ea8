"""Read a quiz file: from bytes to a JSON document, and from the document to a definition."""

from __future__ import annotations

from typing import Any

from quiz.authoring.errors import raise_problems
from quiz.authoring.faults import fault_problems
from quiz.authoring.parsing import find_oddities, parse_json
from quiz.authoring.shape import shape_problems
from quiz.scoring import Definition, build


def parse_document(content: bytes) -> dict[str, Any]:
    """Return the valid document in these bytes; raise QuizFileError with all problems."""
    document = parse_json(content)
    check(document)
    return document


def check(document: Any) -> None:
    """Raise QuizFileError if the document is not a valid quiz file."""
    read_definition(document)


def read_definition(document: Any) -> Definition:
    """Return the definition in a document; raise QuizFileError with its problems.

    A check needs the previous one to pass, so a problem of one kind hides the problems of later kinds.
    """
    raise_problems(find_oddities(document))
    raise_problems(shape_problems(document))
    definition = build(document)
    raise_problems(fault_problems(definition))
    return definition
