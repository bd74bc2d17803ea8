"""What staff see of the catalog, a file an idea."""

from __future__ import annotations

from catalog.admin.brands import BrandAdmin
from catalog.admin.offers import OfferAdmin
from catalog.admin.products import ProductAdmin
from catalog.admin.types import ProductTypeAdmin

__all__ = ["BrandAdmin", "OfferAdmin", "ProductAdmin", "ProductTypeAdmin"]
