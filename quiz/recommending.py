"""Choose the products of an outcome: the type's own, minus what the person's rules exclude, live from the catalog."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.models import Product
from quiz.scoring import Definition, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """What to show: the products in order, the tags that were required, and whether the safety net was used."""

    products: tuple[Product, ...]
    required: tuple[str, ...] = ()
    avoided: tuple[str, ...] = ()
    used_safety_net: bool = False


def recommend(definition: Definition, outcome: Outcome, *, brand_id: int) -> Recommendation:
    """Return the products for an outcome, in one query. Where a gate fires there are none: advice is given instead."""
    if outcome.gates:
        return Recommendation(products=())
    chosen = definition.type(outcome.type)
    listed = _listed(brand_id, [*chosen.products, *chosen.safety_net])
    picks = [listed[key] for key in chosen.products if key in listed and _suits(listed[key], outcome)]
    net = [listed[key] for key in chosen.safety_net if key in listed]
    return Recommendation(
        products=_available_first(picks or net),
        required=tuple(outcome.require),
        avoided=tuple(outcome.avoid),
        used_safety_net=not picks and bool(net),
    )


def _listed(brand_id: int, keys: list[str]) -> dict[str, Product]:
    products = Product.objects.listed().filter(brand_id=brand_id, key__in=keys)
    return {product.key: product for product in products}


def _suits(product: Product, outcome: Outcome) -> bool:
    return set(outcome.require) <= product.tag_set and not set(outcome.avoid) & product.tag_set


def _available_first(products: list[Product]) -> tuple[Product, ...]:
    return tuple(sorted(products, key=lambda product: product.is_sold_out))
