"""Write the catalog part of a quiz file to its brand: types with their products and offers, and purposes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import Manager
from django.utils.translation import gettext_lazy as _

from catalog.models import Brand, Offer, Product, ProductType, TypeProduct
from quiz.authoring.errors import FileProblem, raise_problems
from quiz.models import SINGLE_ROLES, Purpose, Role
from quiz.scoring import Definition, Type

TYPE_FIELDS = ("name", "tagline", "description", "color", "image", "image_alt", "offer")
PURPOSE_FIELDS = ("title", "text", "months", "role")
MONTHS = 12


def write_types(definition: Definition, brand: Brand, pictures: Mapping[str, str]) -> dict[str, ProductType]:
    """Create or update the brand's types; raise QuizFileError for products and offers that it does not have."""
    products = _by_key(brand.products, {key for type_ in definition.types for key in _product_keys(type_)})
    offers = _by_key(brand.offers, {type_.offer for type_ in definition.types if type_.offer})
    raise_problems(_missing_problems(definition, products, offers))
    rows = [_type(brand, type_, offers, pictures) for type_ in definition.types]
    ProductType.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("brand", "key"), update_fields=TYPE_FIELDS
    )
    types = _by_key(brand.types, definition.type_keys)
    _write_products(definition, types, products)
    return types


def write_purposes(definition: Definition, brand: Brand) -> dict[str, Purpose]:
    """Create or update the brand's purposes; QuizFileError names a role that another purpose has already."""
    raise_problems(_taken_roles(definition, brand))
    rows = [
        Purpose(
            brand=brand,
            key=purpose.key,
            title=purpose.title,
            text=purpose.text,
            months=purpose.months or MONTHS,
            role=purpose.acts_as,
        )
        for purpose in definition.purposes
    ]
    Purpose.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("brand", "key"), update_fields=PURPOSE_FIELDS
    )
    return _by_key(brand.purposes, {purpose.key for purpose in definition.purposes})


def _taken_roles(definition: Definition, brand: Brand) -> Iterator[FileProblem]:
    """Yield the purposes that would give a single role to a second purpose of the brand."""
    owners = {purpose.role: purpose.key for purpose in brand.purposes.filter(role__in=SINGLE_ROLES)}
    for index, purpose in enumerate(definition.purposes):
        role = purpose.acts_as
        if role in SINGLE_ROLES and owners.setdefault(role, purpose.key) != purpose.key:
            words = _("“%(role)s” is what the purpose “%(key)s” is for already; a brand has one of a kind.")
            values = {"role": Role(role).label, "key": owners[role]}
            yield FileProblem(f"purposes[{index}].role", words % values)


def _by_key(rows: Manager[Any], keys: Collection[str]) -> dict[str, Any]:
    return {row.key: row for row in rows.filter(key__in=keys)}


def _product_keys(part: Type) -> tuple[str, ...]:
    return part.products + part.safety_net


def _missing_problems(
    definition: Definition, products: Mapping[str, Product], offers: Mapping[str, Offer]
) -> Iterator[FileProblem]:
    for index, type_ in enumerate(definition.types):
        for role, keys in (("products", type_.products), ("safety_net", type_.safety_net)):
            for position, key in enumerate(keys):
                if key not in products:
                    message = _("The brand has no product “%(key)s”. Import the catalog first.") % {"key": key}
                    yield FileProblem(f"types[{index}].{role}[{position}]", message)
        if type_.offer and type_.offer not in offers:
            message = _("The brand has no offer “%(key)s”. Import the catalog first.") % {"key": type_.offer}
            yield FileProblem(f"types[{index}].offer", message)


def _type(brand: Brand, part: Type, offers: Mapping[str, Offer], pictures: Mapping[str, str]) -> ProductType:
    return ProductType(
        brand=brand,
        key=part.key,
        name=part.name,
        tagline=part.tagline,
        description=part.description,
        color=part.color,
        image=pictures.get(part.image, ""),
        image_alt=part.alt,
        offer=offers.get(part.offer or ""),
    )


def _write_products(definition: Definition, types: Mapping[str, ProductType], products: Mapping[str, Product]) -> None:
    TypeProduct.objects.filter(type__in=types.values()).delete()
    TypeProduct.objects.bulk_create(
        TypeProduct(type=types[type_.key], product=products[key], role=role, position=index)
        for type_ in definition.types
        for role, keys in ((TypeProduct.Role.PICK, type_.products), (TypeProduct.Role.SAFETY_NET, type_.safety_net))
        for index, key in enumerate(keys)
    )
