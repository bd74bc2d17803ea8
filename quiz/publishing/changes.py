"""The changes of a version: as plain data, stored with the version, and as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from quiz.publishing.checking.balance import odds
from quiz.scoring import Choice, Definition, Question, Type

type Change = dict[str, Any]

SHARE_THRESHOLD = 0.01
HEAD = {
    "quiz_reworded": ("title", "lead", "language"),
    "logic_changed": ("logic", "normalise"),
    "bands_changed": ("bands",),
    "axes_changed": ("scales", "codes"),
    "gates_changed": ("gates",),
    "purposes_changed": ("purposes",),
}
TYPE = {
    "type_reworded": ("name", "tagline", "description", "alt"),
    "type_recommends": ("products", "safety_net", "offer"),
    "type_looks": ("color", "image"),
}
QUESTION = {
    "question_reworded": ("text", "help", "low", "high", "alt"),
    "question_changed": ("kind", "required", "sensitive", "trait", "purpose", "min", "max", "image"),
}
CHOICE = {
    "choice_reworded": ("text", "note", "alt"),
    "choice_weighed": ("weights",),
    "choice_leads": ("next", "type"),
    "choice_changed": ("image", "value", "exclusive", "neutral", "require", "avoid"),
}


def changes_between(before: Definition, after: Definition) -> list[Change]:
    """Return the differences between two definitions, in the order of a quiz file."""
    return [
        *_compare_fields(HEAD, before, after),
        *_tie_changes(before, after),
        *_type_changes(before, after),
        *_question_changes(before, after),
        *_share_changes(before, after),
    ]


def _compare_fields(
    groups: Mapping[str, tuple[str, ...]], before: object, after: object, **named: str
) -> Iterator[Change]:
    for what, fields in groups.items():
        if any(getattr(before, field) != getattr(after, field) for field in fields):
            yield {"what": what, **named}


def _tie_changes(before: Definition, after: Definition) -> Iterator[Change]:
    rules = [(quiz.tie_break.rule, None if quiz.tie_question else quiz.tie_break.question) for quiz in (before, after)]
    if rules[0] != rules[1]:
        yield {"what": "tie_rule_changed"}


def _type_changes(before: Definition, after: Definition) -> Iterator[Change]:
    old, new = _by_key(before.types), _by_key(after.types)
    yield from ({"what": "type_added", "type": new[key].name} for key in new if key not in old)
    yield from ({"what": "type_removed", "type": old[key].name} for key in old if key not in new)
    yield from _reordered("types_reordered", old, new)
    for key in _common_keys(old, new):
        yield from _compare_fields(TYPE, old[key], new[key], type=new[key].name)


def _question_changes(before: Definition, after: Definition) -> Iterator[Change]:
    old, new = _by_key(before.all_questions), _by_key(after.all_questions)
    yield from ({"what": "question_added", "question": new[key].text} for key in new if key not in old)
    yield from ({"what": "question_removed", "question": old[key].text} for key in old if key not in new)
    yield from _reordered("questions_reordered", old, new)
    for key in _common_keys(old, new):
        yield from _compare_fields(QUESTION, old[key], new[key], question=new[key].text)
        yield from _choice_changes(old[key], new[key])


def _choice_changes(before: Question, after: Question) -> Iterator[Change]:
    old, new, named = _by_key(before.choices), _by_key(after.choices), {"question": after.text}
    yield from ({"what": "choice_added", **named, "choice": new[key].text} for key in new if key not in old)
    yield from ({"what": "choice_removed", **named, "choice": old[key].text} for key in old if key not in new)
    yield from _reordered("choices_reordered", old, new, **named)
    for key in _common_keys(old, new):
        yield from _compare_fields(CHOICE, old[key], new[key], **named, choice=new[key].text)


def _share_changes(before: Definition, after: Definition) -> Iterator[Change]:
    old, new = _shares(before), _shares(after)
    for key in _common_keys(old, new):
        if abs(old[key] - new[key]) >= SHARE_THRESHOLD:
            yield {"what": "share_moved", "type": after.type(key).name, "before": old[key], "after": new[key]}


def _shares(definition: Definition) -> dict[str, float]:
    return {key: round(float(type_.share), 4) for key, type_ in odds(definition).types.items()}


def _by_key[Part: (Type, Choice, Question)](parts: Iterable[Part]) -> dict[str, Part]:
    return {part.key: part for part in parts}


def _common_keys(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return [key for key in new if key in old]


def _reordered(what: str, old: Mapping[str, Any], new: Mapping[str, Any], **named: str) -> Iterator[Change]:
    if _common_keys(old, new) != _common_keys(new, old):
        yield {"what": what, **named}


WORDS = {
    "quiz_reworded": _("The title or the introduction reads differently."),
    "logic_changed": _("The logic or the normalisation is different."),
    "bands_changed": _("The bands are different."),
    "axes_changed": _("The axes or their codes are different."),
    "gates_changed": _("The advice that replaces products is different."),
    "purposes_changed": _("The purposes are different."),
    "tie_rule_changed": _("Ties are decided differently."),
    "brand_changed": _("The brand's name, look or contact is different."),
    "type_added": _("New type: “%(type)s”."),
    "type_removed": _("Type removed: “%(type)s”."),
    "types_reordered": _("The types are in another order."),
    "type_reworded": _("The type “%(type)s” reads differently."),
    "type_recommends": _("The type “%(type)s” recommends or offers something else."),
    "type_looks": _("The type “%(type)s” looks different."),
    "question_added": _("New question: “%(question)s”."),
    "question_removed": _("Question removed: “%(question)s”."),
    "questions_reordered": _("The questions are in another order."),
    "question_reworded": _("The question “%(question)s” reads differently."),
    "question_changed": _("The question “%(question)s” is asked differently."),
    "choice_added": _("“%(question)s”: new choice “%(choice)s”."),
    "choice_removed": _("“%(question)s”: choice “%(choice)s” removed."),
    "choices_reordered": _("“%(question)s”: the choices are in another order."),
    "choice_reworded": _("“%(question)s”: the choice “%(choice)s” reads differently."),
    "choice_weighed": _("“%(question)s”: the choice “%(choice)s” weighs differently."),
    "choice_leads": _("“%(question)s”: the choice “%(choice)s” leads elsewhere."),
    "choice_changed": _("“%(question)s”: the choice “%(choice)s” works differently."),
    "share_moved": _("“%(type)s” comes out %(after)s of the time, instead of %(before)s."),
}


def describe(changes: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the stored changes of a version as sentences; unknown kinds of changes are left out."""
    return [str(WORDS[change["what"]] % _in_percent(change)) for change in changes if change["what"] in WORDS]


def _in_percent(change: Mapping[str, Any]) -> dict[str, Any]:
    return {name: f"{value:.0%}" if isinstance(value, float) else value for name, value in change.items()}
