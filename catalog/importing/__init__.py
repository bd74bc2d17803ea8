"""Bring a brand's catalog in from a CSV file: brands, products, offers and types, each known by its key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from catalog.importing.kinds import COLUMNS, COMMON, KINDS
from catalog.importing.shopify import read_shopify
from catalog.importing.table import CatalogFileError, Row, RowProblem, read_rows
from catalog.importing.unlisting import unlist_missing
from catalog.importing.writing import write_row
from catalog.validators import UNSEEN

__all__ = ["CatalogFileError", "Imported", "RowProblem", "import_catalog"]

MOST_QUOTED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many rows made something new, changed what was there, were refused, and how many products were unlisted."""

    created: int
    updated: int
    problems: tuple[RowProblem, ...]
    unlisted: int = 0


def import_catalog(
    content: bytes, *, folder: Path | None = None, atomic: bool = False, unlist: bool = False, shopify_brand: str = ""
) -> Imported:
    """Import the rows that can be used and tell of the others; with `atomic`, all or nothing.

    Rows may come in any order: brands are read first, then products and offers, then types. Pictures are looked for
    in `folder` and its `pictures`. With `unlist`, products that the file leaves out are no longer recommended; not
    when a line of it could not be read, because nobody knows which product that was. `shopify_brand` says that the
    file is a product export of Shopify, and whose. Raises CatalogFileError when nothing was kept.
    """
    rows = [*_read(content, shopify_brand)]
    # Otherwise each row is a transaction of its own, so that nobody else waits for the whole file.
    with transaction.atomic() if atomic else nullcontext():
        results = [_import_row(row, folder) for row in _in_order(rows)]
        problems = tuple(sorted(result for result in results if isinstance(result, RowProblem)))
        if atomic and problems:
            raise CatalogFileError(*problems)
        readable = [row for row in rows if isinstance(row, Row)]
        unlisted = unlist_missing(readable) if unlist and readable == rows else 0
    return Imported(created=results.count(True), updated=results.count(False), problems=problems, unlisted=unlisted)


def _read(content: bytes, shopify_brand: str) -> Iterator[Row | RowProblem]:
    if shopify_brand:
        return read_shopify(content, brand=shopify_brand)
    return read_rows(content, columns=COLUMNS, needed=COMMON)


def _in_order(rows: list[Row | RowProblem]) -> list[Row | RowProblem]:
    order = {name: place for place, name in enumerate(KINDS)}
    return sorted(rows, key=lambda row: order.get(row["kind"], 0) if isinstance(row, Row) else 0)


def _import_row(row: Row | RowProblem, folder: Path | None) -> bool | RowProblem:
    if isinstance(row, RowProblem):
        return row
    try:
        with transaction.atomic():
            return write_row(row, folder=folder)
    except ValidationError as error:
        return RowProblem(row.line, " ".join(_in_words(error, row)))
    except IntegrityError:
        # Somebody took coupons between the check and the write.
        return RowProblem(row.line, _("This no longer fits what is stored. Import the file again."))


def _in_words(error: ValidationError, row: Row) -> Iterator[str]:
    for column, messages in error.message_dict.items():
        for message in messages:
            place = "" if column == NON_FIELD_ERRORS else f"{column}{_quoted(row[column], message)}: "
            yield f"{place}{message}"


def _quoted(cell: str, message: str) -> str:
    """Return what was refused, in quotation marks, unless the message quotes it."""
    shown = " ".join(UNSEEN.sub("?", cell).split())
    if not shown or shown in message:
        return ""
    return f" “{shown[:MOST_QUOTED]}{'…' if len(shown) > MOST_QUOTED else ''}”"
