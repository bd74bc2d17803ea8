"""What points where inside a quiz file: all references that lead nowhere, each in plain words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.validators import validate_web_address
from quiz.authoring.errors import FileProblem
from quiz.scoring import END, TIE

MAX_TAGS = 400

type Entry = Mapping[str, Any]


def reference_problems(document: Entry) -> Iterator[FileProblem]:
    """Yield what a document of the right shape gets wrong about its own keys."""
    yield from _key_problems(document)
    yield from _deciding_problems(document)
    yield from _tie_problems(document)
    questions = _list(document, "questions")
    keys = [question["key"] for question in questions]
    for place, question in enumerate(questions):
        yield from _question_problems(document, question, f"questions[{place}]", keys, place)


def _list(entry: Entry, name: str) -> Sequence[Any]:
    return entry.get(name) or ()


def _keys(document: Entry, name: str) -> list[str]:
    return [entry["key"] for entry in _list(document, name)]


def _scale_keys(document: Entry) -> set[str]:
    own = {"points": _keys(document, "types"), "axes": _keys(document, "scales"), "bands": ["total"]}
    return {*own.get(document["logic"], ()), *(gate["scale"] for gate in _list(document, "gates"))}


def _key_problems(document: Entry) -> Iterator[FileProblem]:
    for name in ("types", "scales", "purposes", "questions"):
        yield from _repeated(_keys(document, name), name, ".key")
    yield from _repeated([entry["code"] for entry in _list(document, "codes")], "codes", ".code")
    for place, entry in enumerate(_list(document, "types")):
        for role in ("products", "safety_net"):
            yield from _repeated(_list(entry, role), f"types[{place}].{role}")
    for place, key in enumerate(_keys(document, "questions")):
        if key in {TIE, END}:
            message = _("“%(key)s” has a meaning of its own. Choose another key.") % {"key": key}
            yield FileProblem(f"questions[{place}].key", message, "reserved_key")


def _repeated(keys: Iterable[str], path: str, ending: str = "") -> Iterator[FileProblem]:
    seen: set[str] = set()
    for place, key in enumerate(keys):
        if key in seen:
            message = _("“%(key)s” is used twice.") % {"key": key}
            yield FileProblem(f"{path}[{place}]{ending}", message, "key_used_twice")
        seen.add(key)


def _deciding_problems(document: Entry) -> Iterator[FileProblem]:
    types, axes = _keys(document, "types"), len(_list(document, "scales"))
    for place, band in enumerate(_list(document, "bands")):
        yield from _type_problem(band["type"], types, f"bands[{place}].type")
        if band["to"] < band["from"]:
            yield FileProblem(f"bands[{place}].to", _("A band must not end before it begins."), "band_reversed")
    for place, code in enumerate(_list(document, "codes")):
        yield from _type_problem(code["type"], types, f"codes[{place}].type")
        if len(code["code"]) != axes:
            yield FileProblem(f"codes[{place}].code", _("Write one + or - for each axis."), "code_length")
    for place, gate in enumerate(_list(document, "gates")):
        yield from _address_problem(gate.get("url"), f"gates[{place}].url")


def _address_problem(address: str | None, path: str) -> Iterator[FileProblem]:
    try:
        validate_web_address(address or "https://example.com")
    except ValidationError as error:
        yield FileProblem(path, error.messages[0], "web_address")


def _type_problem(key: str | None, types: Collection[str], path: str) -> Iterator[FileProblem]:
    if key is not None and key not in types:
        yield FileProblem(path, _("The quiz has no type “%(key)s”.") % {"key": key}, "unknown_type")


def _tie_problems(document: Entry) -> Iterator[FileProblem]:
    tie_break: Entry = document.get("tie_break") or {"rule": "order"}
    rule, question = tie_break["rule"], tie_break.get("question")
    path = "tie_break.question"
    if rule == "question" and question not in _keys(document, "questions"):
        yield FileProblem(path, _("Name the question that decides a tie, by its key."), "tie_question_missing")
    elif rule == "ask" and not isinstance(question, Mapping):
        yield FileProblem(path, _("Write the question that is asked on a tie."), "tie_question_missing")
    elif rule == "order" and question is not None:
        yield FileProblem(path, _("The rule “order” takes no question."), "tie_question_unused")
    elif rule == "ask":
        yield from _question_problems(document, question, path, [], 0)


def _question_problems(
    document: Entry, question: Entry, path: str, keys: list[str], place: int
) -> Iterator[FileProblem]:
    purpose = question.get("purpose")
    if purpose and purpose not in _keys(document, "purposes"):
        message = _("The quiz has no purpose “%(key)s”.") % {"key": purpose}
        yield FileProblem(f"{path}.purpose", message, "unknown_purpose")
    if _number(question, "max") < _number(question, "min"):
        yield FileProblem(f"{path}.max", _("“At most” may not be less than “at least”."), "choice_limits")
    choices = _list(question, "choices")
    yield from _repeated([choice["key"] for choice in choices], f"{path}.choices", ".key")
    scales, types = _scale_keys(document), _keys(document, "types")
    for number, choice in enumerate(choices):
        where = f"{path}.choices[{number}]"
        yield from _weight_problems(choice, scales, where)
        yield from _type_problem(choice.get("type"), types, f"{where}.type")
        yield from _jump_problems(choice.get("next"), keys, place, f"{where}.next")
        yield from _tag_problems(choice, where)


def _number(question: Entry, name: str) -> int:
    value = question.get(name)
    return 1 if value is None else value


def _weight_problems(choice: Entry, scales: Collection[str], path: str) -> Iterator[FileProblem]:
    for scale in choice.get("weights") or ():
        if scale not in scales:
            message = _("There is no scale “%(key)s” to weigh on.") % {"key": scale}
            yield FileProblem(f"{path}.weights.{scale}", message, "unknown_scale")


def _jump_problems(target: str | None, keys: list[str], place: int, path: str) -> Iterator[FileProblem]:
    if target is None or target == END or target in keys[place + 1 :]:
        return
    if target in keys:
        message = _("“%(key)s” does not come later. A jump only goes forward.") % {"key": target}
        yield FileProblem(path, message, "jump_backward")
    else:
        message = _("There is no question “%(key)s” to go on with.") % {"key": target}
        yield FileProblem(path, message, "jump_nowhere")


def _tag_problems(choice: Entry, path: str) -> Iterator[FileProblem]:
    for name in ("require", "avoid"):
        if len(" ".join(_list(choice, name))) > MAX_TAGS:
            yield FileProblem(
                f"{path}.{name}", _("All tags together may have at most 400 characters."), "tags_too_long"
            )
