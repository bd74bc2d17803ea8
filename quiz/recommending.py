"""Choose the products of an outcome: the type's own, minus what the person's rules exclude, as they are this second.

One more comes from outside: a product of the next nearest type, marked as such, so that nobody sees only their own
kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from catalog.models import Article, Product
from quiz.caching import cached_for_a_second
from quiz.scoring import Definition, Outcome, Type, compared_nearness


class Reason(StrEnum):
    """Why a product is shown; the page puts it into words."""

    TYPE = "type"  # the type's own
    WISH = "wish"  # the type's own, and it has what the person asked for
    SAFETY_NET = "safety_net"  # nothing of the type had that
    ELSEWHERE = "elsewhere"  # from the next nearest type


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A product, why it is shown, and the type that it stands for."""

    product: Product
    reason: Reason
    type: Type


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """What to show: the picks in order, and the tags that the person asked for or wanted to avoid."""

    picks: tuple[Pick, ...] = ()
    elsewhere: Pick | None = None
    required: tuple[str, ...] = ()
    avoided: tuple[str, ...] = ()

    @property
    def used_safety_net(self) -> bool:
        return any(pick.reason is Reason.SAFETY_NET for pick in self.picks)


def recommend(definition: Definition, outcome: Outcome, *, brand_id: int) -> Recommendation:
    """Return the products for an outcome. Where a gate fires there are none: advice is given instead."""
    if outcome.gates:
        return Recommendation()
    own, neighbour = _own_and_next(definition, outcome)
    keys = (*own.products, *own.safety_net, *(neighbour.products if neighbour else ()))
    listed = _listed(brand_id, keys)
    return Recommendation(
        picks=_picks(own, outcome, listed),
        elsewhere=_elsewhere(own, neighbour, outcome, listed) if neighbour else None,
        required=tuple(outcome.require),
        avoided=tuple(outcome.avoid),
    )


def articles(type_key: str, *, brand_id: int) -> tuple[Article, ...]:
    """Return what there is to read and to watch about a type."""
    return _articles(brand_id, type_key)


def _own_and_next(definition: Definition, outcome: Outcome) -> tuple[Type, Type | None]:
    """Return the outcome's type and the nearest of the others; in a tie the authored order decides."""
    near = compared_nearness(definition, outcome)
    others = [each for each in definition.types if each.key != outcome.type]
    return definition.type(outcome.type), max(others, key=lambda each: near[each.key], default=None)


def _picks(own: Type, outcome: Outcome, listed: Mapping[str, Product]) -> tuple[Pick, ...]:
    reason = Reason.WISH if outcome.require or outcome.avoid else Reason.TYPE
    suiting = _suiting(own.products, outcome, listed)
    if not suiting:
        suiting, reason = [listed[key] for key in own.safety_net if key in listed], Reason.SAFETY_NET
    in_stock_first = sorted(suiting, key=lambda product: product.is_sold_out)
    return tuple(Pick(product=product, reason=reason, type=own) for product in in_stock_first)


def _elsewhere(own: Type, neighbour: Type, outcome: Outcome, listed: Mapping[str, Product]) -> Pick | None:
    keys = [key for key in neighbour.products if key not in {*own.products, *own.safety_net}]
    in_stock = [product for product in _suiting(keys, outcome, listed) if not product.is_sold_out]
    return Pick(product=in_stock[0], reason=Reason.ELSEWHERE, type=neighbour) if in_stock else None


@cached_for_a_second()
def _listed(brand_id: int, keys: tuple[str, ...]) -> Mapping[str, Product]:
    """Return the listed products of these keys, as of this second."""
    products = Product.objects.listed().filter(brand_id=brand_id, key__in=keys)
    return {product.key: product for product in products}


@cached_for_a_second()
def _articles(brand_id: int, type_key: str) -> tuple[Article, ...]:
    return tuple(Article.objects.filter(type__brand=brand_id, type__key=type_key))


def _suiting(keys: Iterable[str], outcome: Outcome, listed: Mapping[str, Product]) -> list[Product]:
    """Return the products that have every tag asked for and none to avoid, in the author's order."""
    products = [listed[key] for key in keys if key in listed]
    return [each for each in products if set(outcome.require) <= each.tag_set and not set(outcome.avoid) & each.tag_set]
