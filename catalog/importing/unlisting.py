"""Products that a file leaves out are no longer recommended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from catalog.importing.table import Row
from catalog.models import Product

CHUNK = 500


def unlist_missing(rows: Iterable[Row]) -> int:
    """Unlist the products of the brands in the file that have no row in it, and return how many they were."""
    named: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["kind"] == "product":
            named[row["brand"]].add(row["key"])
    missing = [pk for brand, keys in named.items() for pk in _missing(brand, keys)]
    for start in range(0, len(missing), CHUNK):
        Product.objects.filter(pk__in=missing[start : start + CHUNK]).update(is_listed=False)
    return len(missing)


def _missing(brand: str, keys: set[str]) -> list[int]:
    listed = Product.objects.listed().filter(brand__key=brand).values_list("pk", "key")
    return [pk for pk, key in listed if key not in keys]
