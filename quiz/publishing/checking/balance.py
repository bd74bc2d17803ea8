"""Problems of balance: types that are too rare, over all ways of answering."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quiz.publishing.checking.problem import Problem, advice, blocking
from quiz.scoring import Definition, Distribution, distribution

RARE = Fraction(2, 100)
MANY_TIES = Fraction(10, 100)


@lru_cache(maxsize=32)
def odds(definition: Definition) -> Distribution:
    """Return the distribution of a quiz, cached by definition."""
    return distribution(definition)


def balance_problems(definition: Definition) -> Iterator[Problem]:
    return share_problems(definition, odds(definition))


def share_problems(definition: Definition, found: Distribution) -> Iterator[Problem]:
    """Yield the problems of the odds of a quiz."""
    for index, type_ in enumerate(definition.types):
        problem = _type_problem(type_.key, found)
        if problem:
            code, is_blocking, message = problem
            make = blocking if is_blocking else advice
            yield make(code, f"types[{index}]", message % {"type": type_.name})
    if definition.tie_break.rule == "order" and found.ties > MANY_TIES:
        message = _("%(share)d %% of all ways of answering tie. Let a question decide instead of the order of types.")
        yield advice("ties_often", "tie_break", message % {"share": round(found.ties * 100)})


def _type_problem(key: str, found: Distribution) -> tuple[str, bool, str | Promise] | None:
    if key in found.unreachable:
        return "type_unreachable", True, _("No way of answering leads to “%(type)s”.")
    if found.types[key].witness is None:
        return "type_unreachable", False, _("In a large sample of answers, none led to “%(type)s”.")
    if key in found.dominated:
        return "type_dominated", False, _("“%(type)s” only comes out of ties; it never wins alone.")
    if found.types[key].share < RARE:
        return "type_rare", False, _("Fewer than 2 in 100 ways of answering lead to “%(type)s”.")
    return None
