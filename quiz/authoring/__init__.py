"""Authoring: the draft that staff edit, and its import from and export to quiz files."""

from __future__ import annotations

from quiz.authoring.copying import duplicate
from quiz.authoring.errors import FileProblem, QuizFileError
from quiz.authoring.exporting import document, draft, export_text
from quiz.authoring.importing import import_quiz
from quiz.authoring.packing import open_quiz_file, pack_zip
from quiz.authoring.purposes import free_key, give_keep_purpose, make_standard_purposes
from quiz.authoring.reading import check, parse_document, read_definition

__all__ = [
    "FileProblem",
    "QuizFileError",
    "check",
    "document",
    "draft",
    "duplicate",
    "export_text",
    "free_key",
    "give_keep_purpose",
    "import_quiz",
    "make_standard_purposes",
    "open_quiz_file",
    "pack_zip",
    "parse_document",
    "read_definition",
]
