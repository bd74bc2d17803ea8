"""A quiz as a page of plain text: how often each type comes out, by which answers, and what speaks against it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from quiz.publishing import Examination
from quiz.scoring import Definition, Distribution

WIDTH = 40


def draw(definition: Definition | None, found: Examination) -> Iterator[str]:
    """Yield the lines of the page. Without a definition there is nothing to show but problems."""
    if definition:
        yield f"{definition.title} ({definition.slug})"
    if definition and found.odds:
        yield from _draw_odds(definition, found.odds)
    yield ""
    for problem in found.problems:
        place = f"{problem.where}: " if problem.where else ""
        yield f"{'✗' if problem.blocking else '·'} {place}{problem.message}"
    if not found.problems:
        yield _("Nothing speaks against publishing.")


def _draw_odds(definition: Definition, odds: Distribution) -> Iterator[str]:
    yield _basis(odds)
    yield _("Ties: %(share)s") % {"share": _percent(float(odds.ties))}
    yield ""
    room = max(_width(each.name) for each in definition.types)
    for each in definition.types:
        entry = odds.types[each.key]
        share = float(entry.share)
        name = each.name + " " * (room - _width(each.name))
        yield f"{name}  {_percent(share):>6}  {'█' * round(share * WIDTH)}"
        if entry.witness is not None:
            yield f"  {_in_texts(definition, entry.witness)}"


def _basis(odds: Distribution) -> str:
    if odds.error_bound is None:
        return _("%(paths)s ways of answering, all of them counted.") % {"paths": f"{odds.paths:,}"}
    bound = {"paths": f"{odds.paths:,}", "bound": _percent(odds.error_bound)}
    return _("%(paths)s ways of answering, a sample of them counted; shares are right within %(bound)s.") % bound


def _in_texts(definition: Definition, witness: Mapping[str, tuple[str, ...]]) -> str:
    answers = (definition.question(key).chosen(chosen) for key, chosen in witness.items())
    return " → ".join("・".join(choice.text for choice in chosen) or _("(no answer)") for chosen in answers)


def _percent(share: float) -> str:
    return f"{share:.1%}"


def _width(text: str) -> int:
    """Return how many columns the text takes in a terminal, where Japanese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
