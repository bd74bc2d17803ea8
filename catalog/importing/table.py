"""The bytes of a CSV file become rows that know their line and their columns; `columns` None allows any."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.validators import UNSEEN

MAX_BYTES = 5 * 1024 * 1024
MARKS = (b"\xff\xfe", b"\xfe\xff")


class RowProblem(NamedTuple):
    """Why a row was refused; line 1 is the header."""

    line: int
    message: str | Promise

    def __str__(self) -> str:
        return str(_("Line %(line)d: %(message)s") % {"line": self.line, "message": self.message})


class CatalogFileError(Exception):
    """A file of which nothing was kept."""

    def __init__(self, *problems: RowProblem) -> None:
        self.problems = problems
        super().__init__(*problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read_rows(
    content: bytes, *, columns: Collection[str] | None, needed: Collection[str]
) -> Iterator[Row | RowProblem]:
    """Yield the rows under the header, and a problem in place of a row that has more cells than the header."""
    text = _decode(content)
    lines = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    header = [name.strip() for name in _next(lines) or ()]
    _check_header(header, columns, needed)
    line = lines.line_num + 1
    while (cells := _next(lines)) is not None:
        if len(cells) > len(header) and any(map(str.strip, cells[len(header) :])):
            yield RowProblem(line, _("There are more cells than columns."))
        elif any(map(str.strip, cells)):
            yield Row(line, {name: cell.strip() for name, cell in zip(header, cells, strict=False)})
        line = lines.line_num + 1


def _decode(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise CatalogFileError(RowProblem(1, _("The file is larger than 5 MB.")))
    # Excel's "Unicode text" is UTF-16 with a mark at its beginning.
    encodings = ("utf-16",) if content.startswith(MARKS) else ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CatalogFileError(RowProblem(1, _("The file is neither UTF-8 nor Shift_JIS text. Save it as UTF-8.")))


def _delimiter(text: str) -> str:
    """Return what separates the cells: the commonest of comma, tab and semicolon in the header."""
    header = text.partition("\n")[0]
    return max(",\t;", key=header.count)


def _next(lines: Iterator[list[str]]) -> list[str] | None:
    try:
        return next(lines, None)
    except csv.Error as error:
        line = getattr(lines, "line_num", 1)
        raise CatalogFileError(RowProblem(line, _("This line is not CSV that can be read."))) from error


def _check_header(header: list[str], columns: Collection[str] | None, needed: Collection[str]) -> None:
    missing = [name for name in needed if name not in header]
    unknown = [name for name in header if columns is not None and name not in columns]
    twice = [name for name in columns or needed if header.count(name) > 1]
    problems = [
        *(_("The column “%(name)s” is missing.") % {"name": name} for name in missing),
        *(_("The column “%(name)s” is not known.") % {"name": UNSEEN.sub("?", name)[:80]} for name in unknown),
        *(_("The column “%(name)s” comes twice.") % {"name": name} for name in twice),
    ]
    if problems:
        raise CatalogFileError(*(RowProblem(1, problem) for problem in problems))
