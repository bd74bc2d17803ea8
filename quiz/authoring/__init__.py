"""Authoring: the draft that staff edit, and the quiz file that carries one in and out."""

from __future__ import annotations

from quiz.authoring.copying import duplicate
from quiz.authoring.errors import FileProblem, QuizFileError
from quiz.authoring.exporting import document, draft, export_text
from quiz.authoring.importing import import_quiz
from quiz.authoring.packing import pack, unpacked
from quiz.authoring.purposes import free_key, give_keep_purpose, make_standard_purposes
from quiz.authoring.reading import check, definition_of, parse

__all__ = [
    "FileProblem",
    "QuizFileError",
    "check",
    "definition_of",
    "document",
    "draft",
    "duplicate",
    "export_text",
    "free_key",
    "give_keep_purpose",
    "import_quiz",
    "make_standard_purposes",
    "pack",
    "parse",
    "unpacked",
]
