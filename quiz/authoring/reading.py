"""What a quiz file's document means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quiz.authoring.errors import FileProblem, QuizFileError
from quiz.scoring import Definition, DefinitionError, load


def definition_of(document: Mapping[str, Any]) -> Definition:
    """Return the document's Definition; raise QuizFileError with everything that is wrong with it."""
    try:
        return load(document)
    except DefinitionError as error:
        raise QuizFileError([FileProblem(error.path, error.message)]) from error
