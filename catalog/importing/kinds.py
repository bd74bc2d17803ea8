"""The kinds of rows in a catalog file, and what each of their columns fills."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.importing import cells
from catalog.importing.table import Row
from catalog.models import Brand, Offer, Product, ProductType, TypeProduct

COMMON = ("kind", "brand", "key")
COLUMNS = (
    *COMMON,
    *("name", "tagline", "description", "color", "url", "image", "alt", "price", "unit", "stock", "tags", "listed"),
    *("code_prefix", "terms", "starts_on", "ends_on", "products", "safety_net", "offer"),
    *("contact", "address", "origins", "owner"),
)

type Item = Brand | Product | Offer | ProductType


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`columns` maps a column to its field and to how its cells are read; the others to what their cells name."""

    model: type[Item]
    columns: Mapping[str, tuple[str, Callable[[str], Any]]]
    picture: Mapping[str, str] = field(default_factory=dict)
    offer: Mapping[str, str] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)

    def __contains__(self, column: str) -> bool:
        return any(column in names for names in (COMMON, self.columns, self.picture, self.offer, self.products))

    def column_of(self, name: str) -> str:
        """Return the column that fills this field."""
        filled = {field_name: column for column, (field_name, _read) in self.columns.items()}
        return filled.get(name, name)


def _texts(*names: str, **renamed: str) -> dict[str, tuple[str, Callable[[str], Any]]]:
    return {column: (name, cells.text) for column, name in {**{name: name for name in names}, **renamed}.items()}


KINDS = {
    "brand": Kind(
        model=Brand,
        columns={
            **_texts("name", "tagline", "description", "color", "url", "contact", "address", "owner", alt="logo_alt"),
            "origins": ("embed_origins", cells.lines),
        },
        picture={"image": "logo"},
    ),
    "product": Kind(
        model=Product,
        columns={
            **_texts("name", "tagline", "description", "url", "unit", alt="image_alt"),
            "price": ("price", cells.number),
            "stock": ("stock", cells.stock),
            "listed": ("is_listed", cells.flag),
            "tags": ("tags", cells.tags),
        },
        picture={"image": "image"},
    ),
    "offer": Kind(
        model=Offer,
        columns={
            **_texts("name", "tagline", "code_prefix", "terms"),
            "stock": ("stock", cells.number),
            "starts_on": ("starts_at", cells.first_moment),
            "ends_on": ("ends_at", cells.last_moment),
        },
    ),
    "type": Kind(
        model=ProductType,
        columns=_texts("name", "tagline", "description", "color", alt="image_alt"),
        picture={"image": "image"},
        offer={"offer": "offer"},
        products={"products": TypeProduct.Role.PICK, "safety_net": TypeProduct.Role.SAFETY_NET},
    ),
}


def kind_of(row: Row) -> Kind:
    """Return the kind of the row; ValidationError when there is none, or a cell is not for it."""
    cells.check_seen(row.cells)
    kind = KINDS.get(row["kind"])
    if kind is None:
        raise ValidationError({"kind": _("Write one of these: %(values)s.") % {"values": ", ".join(KINDS)}})
    for column, cell in row.cells.items():
        if cell and column not in kind:
            raise ValidationError({column: _("Leave this empty: it is not for rows of this kind.")})
    return kind
