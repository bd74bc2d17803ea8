"""The nouns of the catalog, a file an idea."""

from __future__ import annotations

from catalog.models.brands import Brand
from catalog.models.offers import Offer
from catalog.models.ownership import OneBrand
from catalog.models.products import Article, Product, ProductType, TypeProduct

__all__ = ["Article", "Brand", "Offer", "OneBrand", "Product", "ProductType", "TypeProduct"]
