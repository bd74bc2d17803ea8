"""Problems of bands, codes, leaves and gates, which turn answers into a type."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from django.utils.translation import gettext_lazy as _

from quiz.publishing.checking.problem import Problem, advice, blocking
from quiz.publishing.checking.reaching import Sums, endings, reached_questions, sums_of
from quiz.scoring import Band, Definition


def table_problems(definition: Definition) -> Iterator[Problem]:
    """Yield the problems of the tables of the logic that do not depend on the paths."""
    if definition.logic == "bands" and not definition.bands:
        yield blocking("bands_missing", "bands", _("Say which sum means which type."))
    if definition.logic == "axes":
        yield from _axis_problems(definition)
    for index, type_ in enumerate(definition.types):
        if not type_.products:
            message = _("“%(type)s” recommends no product.") % {"type": type_.name}
            yield advice("type_without_products", f"types[{index}].products", message)


def _axis_problems(definition: Definition) -> Iterator[Problem]:
    if not definition.scales:
        yield blocking("axes_missing", "scales", _("Add at least one axis."))
        return
    known = {code.code for code in definition.codes}
    for signs in product("+-", repeat=len(definition.scales)):
        code = "".join(signs)
        if code not in known:
            message = _("Say which type the code “%(code)s” means.") % {"code": code}
            yield blocking("code_missing", "codes", message)


def path_problems(definition: Definition) -> Iterator[Problem]:
    """Yield the problems that depend on the paths through the questions."""
    reached = reached_questions(definition)
    for index in range(len(definition.questions)):
        if index not in reached:
            message = _("Nobody gets to this question: every way jumps over it.")
            yield advice("question_unreachable", f"questions[{index}]", message)
    if definition.logic == "flow":
        yield from _leaf_problems(definition)
    if definition.logic == "bands":
        yield from _band_problems(definition.bands, sums_of(definition, "total"))
    for index, gate in enumerate(definition.gates):
        yield from _gate_problems(sums_of(definition, gate.scale), gate.at_least, f"gates[{index}].at_least")


def _leaf_problems(definition: Definition) -> Iterator[Problem]:
    for path, leaf in endings(definition):
        if leaf is None:
            message = _("This answer ends the quiz without a type. Name the type it leads to, or a later question.")
            yield blocking("leaf_missing", path, message)


def _band_problems(bands: tuple[Band, ...], sums: Sums) -> Iterator[Problem]:
    uncovered = sums.without(bands)
    if uncovered:
        message = _("A sum of %(sum)d is in no band.") % {"sum": uncovered.least}
        yield blocking("bands_gap", "bands", message)
    for (first, one), (second, other) in combinations(enumerate(bands), 2):
        shared = sums.within(one).within(other)
        if shared:
            counted = {"sum": shared.least, "first": first + 1, "second": second + 1}
            message = _("A sum of %(sum)d is in two bands, number %(first)d and number %(second)d.") % counted
            yield blocking("bands_overlap", f"bands[{second}]", message)


def _gate_problems(sums: Sums, at_least: int, path: str) -> Iterator[Problem]:
    if sums.most < at_least:
        message = _("This advice never shows: the sum goes up to %(most)d at most.") % {"most": sums.most}
        yield advice("gate_never", path, message)
    elif sums.least >= at_least:
        text = _("This advice always shows, and products never do: the sum is at least %(least)d.")
        yield advice("gate_always", path, text % {"least": sums.least})
