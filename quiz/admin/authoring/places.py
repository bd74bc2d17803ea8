"""Where a problem is put right: a path in the quiz file becomes a link to a staff page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext

from quiz.models import Quiz
from quiz.scoring import Definition

LISTED = re.compile(r"(questions|types)\[(\d+)\](?:\.choices\[(\d+)\])?")
PART = re.compile(r"(bands|codes|gates|purposes|scales|questions|types)\b")
GROUPS = {"purposes": "quiz_purposes", "types": "quiz_types"}


class Place(NamedTuple):
    label: str
    url: str


def places_of(quiz: Quiz, definition: Definition) -> Callable[[str], Place | None]:
    """Return a function from a path to its place; the pages of a quiz are read once for all its problems."""
    questions = [*quiz.questions.values_list("pk", "text", "is_tie_breaker")]
    ordinary = [_page("quiz_question", pk, text) for pk, text, is_tie_breaker in questions if not is_tie_breaker]
    asked = [_page("quiz_question", pk, text) for pk, text, is_tie_breaker in questions if is_tie_breaker]
    types = quiz.quiz_types.values_list("type", "type__name")
    pages = {"questions": ordinary, "types": [_page("catalog_producttype", pk, name) for pk, name in types]}

    def find(where: str) -> Place | None:
        if where.startswith("brand"):
            return _page("catalog_brand", quiz.brand_id, quiz.brand.name)
        if where.startswith("tie_break.question") and asked:
            return asked[0]
        return _listed(where, pages, definition) or _part(where)

    return find


def _page(name: str, pk: int, label: str) -> Place:
    return Place(label, reverse(f"admin:{name}_change", args=[pk]))


def _listed(where: str, pages: dict[str, list[Place]], definition: Definition) -> Place | None:
    found = LISTED.match(where)
    if found is None or int(found[2]) >= len(pages[found[1]]):
        return None
    place = pages[found[1]][int(found[2])]
    if found[3] is None:
        return place
    choice = definition.questions[int(found[2])].choices[int(found[3])]
    return Place(f"{place.label} / {choice.text}", f"{place.url}#choices-{found[3]}")


def _part(where: str) -> Place | None:
    """Return the list on the quiz's own page that a path leads into."""
    found = PART.match(where)
    return Place(gettext("the list below"), f"#{GROUPS.get(found[1], found[1])}-group") if found else None
