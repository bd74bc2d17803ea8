"""What commands are given: a quiz file by its path, or the draft of a quiz by its slug."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from catalog.validators import KEY
from quiz import authoring
from quiz.models import Quiz
from quiz.scoring import Definition


def is_file(source: str) -> bool:
    """Tell a file from a slug, which has neither dots nor slashes."""
    return Path(source).is_file() or not KEY.fullmatch(source)


def read_bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(_("%(file)s cannot be read.") % {"file": file}) from error


def read_document(file: Path) -> dict[str, Any]:
    """Return the document of a quiz file; CommandError lists everything that is wrong with it."""
    try:
        return authoring.parse_document(read_bytes(file))
    except authoring.QuizFileError as error:
        raise CommandError(str(error)) from error


def find_quiz(slug: str) -> Quiz:
    quiz = Quiz.objects.with_version().filter(slug=slug).first()
    if quiz is None:
        raise CommandError(_("There is no quiz “%(slug)s”.") % {"slug": slug})
    return quiz


def find_definition(source: str) -> Definition:
    """Return what a quiz file says, or the draft of the quiz with this slug."""
    if is_file(source):
        return authoring.read_definition(read_document(Path(source)))
    quiz = find_quiz(source)
    try:
        return authoring.read_definition(authoring.document(quiz))
    except authoring.QuizFileError as error:
        raise CommandError(str(error)) from error
