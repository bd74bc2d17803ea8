"""A row becomes a brand, product, offer or type: made when its key is new, changed when it's known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from catalog.importing.kinds import Item, Kind, kind_of
from catalog.importing.pictures import find_picture
from catalog.importing.table import Row
from catalog.models import Brand, Offer, Product, TypeProduct
from catalog.tags import split_tags

type Part = tuple[str, str, Callable[[str], Any]]  # column, field, how to read its cell


def write_row(row: Row, *, folder: Path | None) -> bool:
    """Write the row and tell whether it made something new; ValidationError says why it can't be used.

    A column that the file doesn't have leaves its field as it is; an empty cell empties it. `used` is never touched.
    """
    kind = kind_of(row)
    item, is_new = _item(row, kind)
    written = _fill(item, row, _parts(item, kind, folder))
    brand = _brand_of(item)
    products = {role: _products(brand, row, column) for column, role in kind.products.items() if column in row.cells}
    _check(item, kind)
    item.save(update_fields=None if is_new else written)
    for role, chosen in products.items():
        _write_products(item, role, chosen)
    return is_new


def _item(row: Row, kind: Kind) -> tuple[Item, bool]:
    owner = {} if kind.model is Brand else {"brand": _brand(row)}
    item = kind.model.objects.filter(key=row["key"], **owner).first()
    return item or kind.model(key=row["key"], **owner), item is None


def _brand_of(item: Item) -> Brand:
    return item if isinstance(item, Brand) else item.brand


def _brand(row: Row) -> Brand:
    brand = Brand.objects.filter(key=row["brand"]).first()
    if brand is None:
        raise ValidationError({"brand": _("There is no brand “%(key)s”.") % {"key": row["brand"][:50]}})
    return brand


def _parts(item: Item, kind: Kind, folder: Path | None) -> Iterator[Part]:
    for column, (field, read) in kind.columns.items():
        yield column, field, read
    for column, field in kind.picture.items():
        yield column, field, lambda cell: _picture(cell, folder)
    for column, field in kind.offer.items():
        yield column, field, lambda cell: _offer(_brand_of(item), cell)


def _fill(item: Item, row: Row, parts: Iterator[Part]) -> list[str]:
    """Set the fields of the columns that the file has, and return their names."""
    written: list[str] = []
    for column, field, read in parts:
        if column not in row.cells or not (row[column] or _may_be_empty(item, field)):
            continue
        try:
            setattr(item, field, read(row[column]))
        except ValidationError as error:
            raise ValidationError({column: error.messages}) from error
        written.append(field)
    return written


def _may_be_empty(item: Item, name: str) -> bool:
    # What has a default, such as a brand's colour, keeps it.
    field = next(each for each in item._meta.fields if each.name == name)
    return field.blank or not field.has_default()


def _picture(cell: str, folder: Path | None) -> ContentFile | str:
    found = find_picture(cell, folder) if cell else ""
    return found if isinstance(found, str) else ContentFile(found.read(), PurePath(found.name).name)


def _offer(brand: Brand, cell: str) -> Offer | None:
    offer = brand.offers.filter(key=cell).first()
    if cell and offer is None:
        raise ValidationError(_("The brand has no offer “%(key)s”.") % {"key": cell[:50]})
    return offer


def _products(brand: Brand, row: Row, column: str) -> list[Product]:
    keys = _keys(brand, row[column])
    known = {product.key: product for product in brand.products.filter(key__in=keys)}
    for key in keys:
        if key not in known:
            raise ValidationError({column: _("The brand has no product “%(key)s”.") % {"key": key[:50]}})
    return [known[key] for key in keys]


def _keys(brand: Brand, cell: str) -> tuple[str, ...]:
    """Return the keys in a cell. They may hold spaces, so a list is split there only where a whole cell is no key."""
    is_key = brand.products.filter(key=cell).exists()
    return (cell,) if is_key else split_tags(cell)


def _check(item: Item, kind: Kind) -> None:
    try:
        item.full_clean()
    except ValidationError as error:
        raise ValidationError({kind.column_of(name): found for name, found in error.message_dict.items()}) from error


def _write_products(item: Item, role: str, products: list[Product]) -> None:
    TypeProduct.objects.filter(type=item.pk, role=role).delete()
    TypeProduct.objects.bulk_create(
        TypeProduct(type_id=item.pk, product=each, role=role, position=place) for place, each in enumerate(products)
    )
