"""How a draft stands: what is wrong with it, in words and with the way there, and how often each type comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from quiz import authoring, publishing, scoring
from quiz.admin.authoring.places import Place, places_of
from quiz.insights import percent
from quiz.models import Quiz


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRow:
    message: str
    blocking: bool
    place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OddsRow:
    name: str
    share: float

    @property
    def percent(self) -> str:
        return percent(self.share)


def of(quiz: Quiz) -> dict[str, Any]:
    """Return what the quiz's page says about its draft."""
    problems = publishing.problems(quiz)
    find = places_of(quiz)
    rows = [ProblemRow(message=each.message, blocking=each.blocking, place=find(each.where)) for each in problems]
    in_the_way = {each.code for each in problems if each.blocking}
    return {
        "problems": rows,
        "is_ready": not in_the_way,
        # Anything else in the way leaves ways of answering that lead nowhere.
        "odds": _odds(authoring.draft(quiz)) if in_the_way <= {"type_unreachable"} else None,
    }


def _odds(definition: scoring.Definition) -> dict[str, Any]:
    """Return the share of every type over all ways of answering."""
    found = publishing.odds(definition)
    rows = [OddsRow(name=each.name, share=float(found.types[each.key].share)) for each in definition.types]
    return {"rows": rows, "note": _note(found)}


def _note(found: scoring.Distribution) -> str:
    if found.exact:
        paths = gettext("Over all %(paths)s ways of answering, each equally likely.") % {"paths": f"{found.paths:,}"}
    else:
        paths = gettext("Estimated: there are too many ways of answering to go through them all.")
    return f"{paths} {gettext('Ties: %(share)s.') % {'share': percent(float(found.ties))}}"
