"""A CSV file of answers, a response a row: question keys in the header, choice keys in the cells."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from catalog.validators import UNSEEN
from quiz.scoring import Definition
from quiz.tables import BETWEEN, KEYS_OF


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """`answers` is None for a row that has more cells than the header."""

    line: int
    answers: dict[str, tuple[str, ...]] | None


def read_answers(definition: Definition, content: bytes) -> Iterator[AnswerRow]:
    """Return the rows; CommandError when the file cannot be read or names a question that the quiz doesn't have."""
    lines = csv.reader(StringIO(_decode(content), newline=""))
    header = [cell.strip() for cell in _next(lines) or ()]
    if any(name.startswith(KEYS_OF) for name in header):
        return _exported_rows(lines, header, definition)
    _check_header(header, definition)
    return _rows(lines, header)


def _exported_rows(lines: Any, header: list[str], definition: Definition) -> Iterator[AnswerRow]:
    """Yield the rows of an export of responses with keys; what it says of other quizzes and versions is left out."""
    places = {name.removeprefix(KEYS_OF): place for place, name in enumerate(header) if name.startswith(KEYS_OF)}
    known = [question.key for question in definition.all_questions if question.key in places]
    while (cells := _next(lines)) is not None:
        if cells:
            cells += [""] * (len(header) - len(cells))
            yield AnswerRow(lines.line_num, _answers(known, [cells[places[key]] for key in known]))


def _rows(lines: Any, header: list[str]) -> Iterator[AnswerRow]:
    while (cells := _next(lines)) is not None:
        # An empty line is a row only where a row has a single cell.
        if cells or len(header) == 1:
            yield AnswerRow(lines.line_num, _answers(header, cells))


def _next(lines: Any) -> list[str] | None:
    try:
        return next(lines, None)
    except csv.Error as error:
        raise CommandError(_("Line %(line)d is not CSV that can be read.") % {"line": lines.line_num}) from error


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CommandError(_("The file is not UTF-8 text. Save it as UTF-8.")) from error


def _check_header(header: list[str], definition: Definition) -> None:
    known = {question.key for question in definition.all_questions}
    if not header:
        raise CommandError(_("The first line must name the questions, by their keys."))
    for name in header:
        if name not in known:
            raise CommandError(_("The quiz has no question “%(key)s”.") % {"key": UNSEEN.sub("?", name)[:80]})
        if header.count(name) > 1:
            raise CommandError(_("The column “%(name)s” comes twice.") % {"name": name})


def _answers(header: list[str], cells: list[str]) -> dict[str, tuple[str, ...]] | None:
    if any(cell.strip() for cell in cells[len(header) :]):
        return None
    answered = ((key, cell) for key, cell in zip(header, cells, strict=False) if cell.strip())
    return {key: tuple(choice.strip() for choice in cell.split(BETWEEN)) for key, cell in answered}
