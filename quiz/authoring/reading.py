"""A quiz file, read: its bytes become a document, its document a Definition, or the reader learns what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quiz.authoring.errors import FileProblem, QuizFileError, refuse
from quiz.authoring.parsing import oddities, read_json
from quiz.authoring.references import reference_problems
from quiz.authoring.shape import shape_problems
from quiz.scoring import Definition, DefinitionError, load


def parse(content: bytes) -> dict[str, Any]:
    """Return the document in these bytes; QuizFileError names everything that is wrong with it."""
    document = read_json(content)
    check(document)
    return document


def check(document: Any) -> None:
    """Raise QuizFileError unless this is a whole quiz file. Each check rests on the one before."""
    refuse(oddities(document))
    refuse(shape_problems(document))
    refuse(reference_problems(document))


def definition_of(document: Mapping[str, Any]) -> Definition:
    """Return what the document says; QuizFileError names everything that is wrong with it."""
    check(document)
    try:
        return load(document)
    except DefinitionError as error:
        raise QuizFileError([FileProblem(error.path, error.message)]) from error
