"""A product export of Shopify, as it is: a row a variant, and more rows for pictures, told apart by their handle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from catalog.importing.table import Row, RowProblem, read_rows

NEEDED = ("Handle", "Title", "Variant Price")
OPTIONS = tuple(f"Option{number} Value" for number in (1, 2, 3))
NO_OPTION = "Default Title"
BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6])\b[^<>]*>", re.IGNORECASE)
MARKUP = re.compile(r"<[^<>]*>")
MOST_TEXT, MOST_UNIT = 2000, 40


def read_shopify(content: bytes, *, brand: str) -> Iterator[Row | RowProblem]:
    """Yield a row of our own for every variant that has a price. What it says of pictures is left out."""
    product: Row | None = None
    for row in read_rows(content, columns=None, needed=NEEDED):
        if isinstance(row, RowProblem):
            yield row
            continue
        if row["Title"] or product is None or product["Handle"] != row["Handle"]:
            product = row
        if row["Variant Price"] or row["Variant SKU"]:
            yield Row(row.line, {"kind": "product", "brand": brand, **_cells(product, row)})


def _cells(product: Row, variant: Row) -> dict[str, str]:
    """Return the cells of a variant; only its product's first row has the words that all of them share."""
    found = {
        "key": _key(variant),
        "name": product["Title"] or product["Handle"],
        "description": _text(product["Body (HTML)"]),
        "price": variant["Variant Price"],
        "unit": _unit(variant),
        "listed": "yes" if _is_listed(product) else "no",
    }
    if "Tags" in product.cells:
        # A comma at the end makes one tag of several words a list.
        found["tags"] = f"{product['Tags']}," if product["Tags"] else ""
    if "Variant Inventory Qty" in variant.cells:
        found["stock"] = variant["Variant Inventory Qty"] if _is_counted(variant) else ""
    return found


def _key(variant: Row) -> str:
    # Shopify writes an apostrophe before numbers, so that spreadsheets keep their zeros.
    sku = variant["Variant SKU"].removeprefix("'").strip()
    return sku or "/".join([variant["Handle"], *_options(variant)])


def _options(variant: Row) -> list[str]:
    return [variant[name] for name in OPTIONS if variant[name] not in {"", NO_OPTION}]


def _unit(variant: Row) -> str:
    return " / ".join(_options(variant))[:MOST_UNIT]


def _text(markup: str) -> str:
    words = unescape(MARKUP.sub("", BREAK.sub("\n", markup))).replace("\xa0", " ")
    lines = (" ".join(line.split()) for line in words.splitlines())
    return "\n".join(filter(None, lines))[:MOST_TEXT]


def _is_listed(product: Row) -> bool:
    is_active = product["Status"].lower() in {"", "active"}
    return is_active and product["Published"].lower() != "false"


def _is_counted(variant: Row) -> bool:
    """Tell whether the stock says when a product is sold out."""
    has_tracker = "Variant Inventory Tracker" not in variant.cells or variant["Variant Inventory Tracker"]
    return bool(has_tracker) and variant["Variant Inventory Policy"].lower() != "continue"
