"""Validate a quiz file against the published JSON Schema, with messages for authors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalog.validators import validate_color, validate_key, validate_sku
from quiz.authoring.errors import MAX_PROBLEMS, FileProblem, Words
from quiz.authoring.paths import path_of

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

SCHEMA_FILE = Path(__file__).with_name("quiz-file.schema.json")

PATTERNS = {
    "key": validate_key.message,
    "sku": validate_sku.message,
    "colour": validate_color.message,
    "language": _("Write a language such as ja or en."),
    "picture": _("Write the plain name of a picture file, such as scene.webp."),
    "tag": _("Write one tag of at most 40 characters, without commas."),
    "code": _("Write a + or a - for each axis."),
    "address": _("Write a web address that begins with https://."),
}
ABSENT = {"questions": "no_questions", "types": "no_types"}
NONE_YET = {"questions": _("There is no question yet."), "types": _("There is no type yet.")}
CODES = {
    "type": "wrong_kind",
    "minItems": "missing",
    "minLength": "missing",
    "maxItems": "too_many",
    "maxLength": "too_long",
}
KINDS = {
    "string": _("Write text here."),
    "integer": _("Write a whole number here."),
    "boolean": _("Write true or false here."),
    "array": _("Write a list here: [ … ]."),
    "object": _("Write an object here: { … }."),
}


def shape_problems(document: Any) -> Iterator[FileProblem]:
    """Yield the violations of the schema."""
    for error in islice(_validator().iter_errors(document), MAX_PROBLEMS):
        steps = tuple(error.absolute_path)
        if error.validator == "required":
            path = path_of((*steps, _missing(error)))
            yield FileProblem(path, NONE_YET.get(path, _("This is missing.")), ABSENT.get(path, "missing"))
        elif error.validator == "additionalProperties":
            for name in sorted(set(error.instance) - set(error.schema["properties"])):
                yield FileProblem(
                    path_of((*steps, name[:80])), _unknown(name, error.schema["properties"]), "unknown_entry"
                )
        else:
            yield FileProblem(path_of(steps), MESSAGES[error.validator](error), _code(error))


@cache
def _validator() -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # four megabytes, needed only to read quiz files

    return Draft202012Validator(json.loads(SCHEMA_FILE.read_text("utf-8")))


def _code(error: ValidationError) -> str:
    code = CODES.get(error.validator, "not_allowed")
    return ABSENT.get(path_of(error.absolute_path), code) if code == "missing" else code


def _missing(error: ValidationError) -> str:
    # One error per missing name, which the library gives only in its message.
    return next(name for name in error.validator_value if error.message.startswith(repr(name)))


def _unknown(name: str, known: dict[str, Any]) -> Words:
    close = get_close_matches(name, known, n=1, cutoff=0.7)
    if close:
        return _("A quiz file has no such entry here. Is “%(name)s” meant?") % {"name": close[0]}
    return _("A quiz file has no such entry here.")


def _kind(error: ValidationError) -> Words:
    kinds = error.validator_value
    return KINDS[kinds if isinstance(kinds, str) else kinds[0]]


def _allowed(error: ValidationError) -> Words:
    values = error.validator_value if error.validator == "enum" else [error.validator_value]
    return _("Write one of these: %(values)s.") % {"values": ", ".join(filter(None, values))}


def _pattern(error: ValidationError) -> Words:
    return PATTERNS[error.schema["title"]]


def _too_short(error: ValidationError) -> Words:
    return _("This may not be empty.")


def _too_long(error: ValidationError) -> Words:
    counts = {"limit": error.validator_value, "count": len(error.instance)}
    return _("At most %(limit)d characters; there are %(count)d.") % counts


def _too_few(error: ValidationError) -> Words:
    limit = error.validator_value
    return ngettext("At least %(limit)d is needed.", "At least %(limit)d are needed.", limit) % {"limit": limit}


def _too_many(error: ValidationError) -> Words:
    counts = {"limit": error.validator_value, "count": len(error.instance)}
    return _("At most %(limit)d; there are %(count)d.") % counts


def _out_of_range(error: ValidationError) -> Words:
    low, high = error.schema["minimum"], error.schema["maximum"]
    return _("Write a whole number from %(low)d to %(high)d.") % {"low": low, "high": high}


MESSAGES: dict[str, Callable[[ValidationError], Words]] = {
    "type": _kind,
    "enum": _allowed,
    "const": _allowed,
    "pattern": _pattern,
    "minLength": _too_short,
    "maxLength": _too_long,
    "minItems": _too_few,
    "maxItems": _too_many,
    "maxProperties": _too_many,
    "minimum": _out_of_range,
    "maximum": _out_of_range,
}
