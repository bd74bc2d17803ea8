"""How a draft stands: what is wrong with it, in words and with the way there, and how often each type comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from quiz import authoring, publishing, scoring
from quiz.admin.authoring.places import Place, places_of
from quiz.insights import format_share
from quiz.models import Quiz
from quiz.publishing.changes import changes_between


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
        return format_share(self.share)


def of(quiz: Quiz) -> dict[str, Any]:
    """Return what the quiz's page says about its draft."""
    definition = authoring.draft(quiz)
    found = publishing.examine(definition, brand=quiz.brand)
    find = places_of(quiz, definition)
    is_same = publishing.is_published(quiz, definition)
    return {
        "problems": [
            ProblemRow(message=str(each.message), blocking=each.blocking, place=find(each.where))
            for each in found.problems
        ],
        "is_ready": found.is_publishable,
        "odds": _odds(definition, found.odds) if found.odds else None,
        "changes": _changes(quiz, definition) if found.odds and quiz.version_id and not is_same else None,
        "is_same": is_same,
    }


def _odds(definition: scoring.Definition, found: scoring.Distribution) -> dict[str, Any]:
    """Return the share of every type over all ways of answering."""
    rows = [OddsRow(name=each.name, share=float(found.types[each.key].share)) for each in definition.types]
    return {"rows": rows, "note": note(found)}


def _changes(quiz: Quiz, definition: scoring.Definition) -> list[str]:
    """Return in words what publishing would change."""
    found = changes_between(quiz.published.definition, definition)
    return publishing.describe(found or [{"what": "brand_changed"}])


def note(found: scoring.Distribution) -> str:
    """Return how the shares were found, and how often types tie."""
    paths = _exact(found) if found.error_bound is None else _estimated(found, found.error_bound)
    ties = gettext("Ties: %(share)s.") % {"share": format_share(float(found.ties))}
    return f"{paths} {ties}"


def _exact(found: scoring.Distribution) -> str:
    return gettext("Over all %(paths)s ways of answering, each equally likely.") % {"paths": f"{found.paths:,}"}


def _estimated(found: scoring.Distribution, bound: float) -> str:
    said = gettext(
        "Estimated from samples of the %(paths)s ways of answering: "
        "a share is off by at most %(points)s points, in 95 of 100 cases."
    )
    return said % {"paths": f"{found.paths:,}", "points": f"{100 * bound:.1f}"}
