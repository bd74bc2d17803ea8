"""How a brand looked and who it was when a version was published: kept beside the definition, told to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from catalog.models import Brand


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandLook:
    """The brand's fields of the same names; `logo` is a stored name, empty when there is none."""

    key: str
    name: str
    tagline: str = ""
    url: str = ""
    color: str = ""
    heading: str = ""
    radius: str = ""
    logo: str = ""
    logo_alt: str = ""
    owner: str = ""
    address: str = ""
    contact: str = ""
    allow_dark: bool = False


def look_of(brand: Brand) -> BrandLook:
    """Return how the brand looks now."""
    values = {field.name: getattr(brand, field.name) for field in fields(BrandLook)}
    plain: dict[str, Any] = {name: value if isinstance(value, bool) else str(value) for name, value in values.items()}
    return BrandLook(**plain)


def write_extras(look: BrandLook) -> dict[str, Any]:
    """Return what a snapshot keeps beside the definition."""
    return {"brand": asdict(look)}


def read_look(extras: Mapping[str, Any]) -> BrandLook:
    """Return the look that a snapshot kept. Entries that this release doesn't know are left alone."""
    known = {field.name for field in fields(BrandLook)}
    return BrandLook(**{name: value for name, value in extras["brand"].items() if name in known})
