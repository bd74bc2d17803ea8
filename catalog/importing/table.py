"""The bytes of a CSV file become rows that know their line and their columns."""

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


def read_rows(content: bytes, *, columns: Collection[str], needed: Collection[str]) -> Iterator[Row | RowProblem]:
    """Yield the rows under the header, and a problem in place of a row that has more cells than the header."""
    lines = csv.reader(StringIO(_decode(content), newline=""))
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
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CatalogFileError(RowProblem(1, _("The file is neither UTF-8 nor Shift_JIS text. Save it as UTF-8.")))


def _next(lines: Iterator[list[str]]) -> list[str] | None:
    try:
        return next(lines, None)
    except csv.Error as error:
        line = getattr(lines, "line_num", 1)
        raise CatalogFileError(RowProblem(line, _("This line is not CSV that can be read."))) from error


def _check_header(header: list[str], columns: Collection[str], needed: Collection[str]) -> None:
    missing = [name for name in needed if name not in header]
    unknown = [name for name in header if name not in columns]
    twice = [name for name in columns if header.count(name) > 1]
    problems = [
        *(_("The column “%(name)s” is missing.") % {"name": name} for name in missing),
        *(_("The column “%(name)s” is not known.") % {"name": UNSEEN.sub("?", name)[:80]} for name in unknown),
        *(_("The column “%(name)s” comes twice.") % {"name": name} for name in twice),
    ]
    if problems:
        raise CatalogFileError(*(RowProblem(1, problem) for problem in problems))
