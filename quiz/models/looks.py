"""A brand's look: its name, colors and contact when a version was published, stored in the snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from catalog.models import Brand


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandLook:
    """The fields of `Brand` with the same names; `logo` is a file name, or ""."""

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
    """Return the current look of a brand."""
    values = {field.name: getattr(brand, field.name) for field in fields(BrandLook)}
    plain: dict[str, Any] = {name: value if isinstance(value, bool) else str(value) for name, value in values.items()}
    return BrandLook(**plain)


def write_extras(look: BrandLook) -> dict[str, Any]:
    """Return the entries of a snapshot beside the definition."""
    return {"brand": asdict(look)}


def read_look(extras: Mapping[str, Any]) -> BrandLook:
    """Return the look of a snapshot; unknown entries are ignored."""
    known = {field.name for field in fields(BrandLook)}
    return BrandLook(**{name: value for name, value in extras["brand"].items() if name in known})
