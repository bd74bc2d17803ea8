"""Recommend products for an outcome: the type's products, filtered by the tags that the answers require or exclude.

One more product comes from the next nearest type and is marked as such, so that a person also sees something else.
Products are read through the one-second cache.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from catalog.models import Article, Product
from catalog.tags import fold_all, once, suits
from quiz.caching import cached_for_a_second
from quiz.scoring import Definition, Outcome, Type, compared_nearness


class Reason(StrEnum):
    """The reason why a product is shown; `templatetags.pages` has the sentences."""

    TYPE = "type"  # a product of the type
    WISH = "wish"  # a product of the type that has the tags the person asked for
    SAFETY_NET = "safety_net"  # a fallback: no product of the type has these tags
    ELSEWHERE = "elsewhere"  # a product of the next nearest type


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A product, the reason why it is shown, and the type that it belongs to."""

    product: Product
    reason: Reason
    type: Type


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """The products to show in order, and the tags that the person required or avoided."""

    picks: tuple[Pick, ...] = ()
    elsewhere: Pick | None = None
    required: tuple[str, ...] = ()
    avoided: tuple[str, ...] = ()

    @property
    def used_safety_net(self) -> bool:
        return any(pick.reason is Reason.SAFETY_NET for pick in self.picks)


def recommend(definition: Definition, outcome: Outcome, *, brand_id: int) -> Recommendation:
    """Return the products for an outcome; none if a gate gives advice instead."""
    if outcome.gates:
        return Recommendation()
    own, neighbour = _own_and_neighbour(definition, outcome)
    keys = (*own.products, *own.safety_net, *(neighbour.products if neighbour else ()))
    listed = _listed_products(brand_id, keys)
    return Recommendation(
        picks=_pick_products(own, outcome, listed),
        elsewhere=_pick_elsewhere(own, neighbour, outcome, listed) if neighbour else None,
        required=once(outcome.require),
        avoided=once(outcome.avoid),
    )


def articles(type_key: str, *, brand_id: int) -> tuple[Article, ...]:
    """Return the articles and videos about a type."""
    return _articles(brand_id, type_key)


def _own_and_neighbour(definition: Definition, outcome: Outcome) -> tuple[Type, Type | None]:
    """Return the outcome's type and the next nearest type; the author's order decides between equals."""
    near = compared_nearness(definition, outcome)
    others = [type_ for type_ in definition.types if type_.key != outcome.type]
    return definition.type(outcome.type), max(others, key=lambda type_: near[type_.key], default=None)


def _pick_products(own: Type, outcome: Outcome, listed: Mapping[str, Product]) -> tuple[Pick, ...]:
    reason = Reason.WISH if outcome.require or outcome.avoid else Reason.TYPE
    suiting = _filter_by_tags(own.products, outcome, listed)
    if not suiting:
        suiting, reason = [listed[key] for key in own.safety_net if key in listed], Reason.SAFETY_NET
    in_stock_first = sorted(suiting, key=lambda product: product.is_sold_out)
    return tuple(Pick(product=product, reason=reason, type=own) for product in in_stock_first)


def _pick_elsewhere(own: Type, neighbour: Type, outcome: Outcome, listed: Mapping[str, Product]) -> Pick | None:
    keys = [key for key in neighbour.products if key not in {*own.products, *own.safety_net}]
    in_stock = [product for product in _filter_by_tags(keys, outcome, listed) if not product.is_sold_out]
    return Pick(product=in_stock[0], reason=Reason.ELSEWHERE, type=neighbour) if in_stock else None


@cached_for_a_second()
def _listed_products(brand_id: int, keys: tuple[str, ...]) -> Mapping[str, Product]:
    """Return the listed products by key, from the one-second cache."""
    products = Product.objects.listed().filter(brand_id=brand_id, key__in=keys)
    return {product.key: product for product in products}


@cached_for_a_second()
def _articles(brand_id: int, type_key: str) -> tuple[Article, ...]:
    return tuple(Article.objects.filter(type__brand=brand_id, type__key=type_key))


def _filter_by_tags(keys: Iterable[str], outcome: Outcome, listed: Mapping[str, Product]) -> list[Product]:
    """Return the products with all required and no avoided tags, in the order of the keys."""
    products = [listed[key] for key in keys if key in listed]
    require, avoid = fold_all(outcome.require), fold_all(outcome.avoid)
    return [product for product in products if suits(product.tag_set, require=require, avoid=avoid)]
