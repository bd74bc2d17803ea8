"""The quiz file, `"format": "pittari/1"`: a parsed document in, a Definition out, and back.

The dataclasses are the format: a field's name is its key, its annotation picks its reader, its default is
what the file may leave out. `faults` then judges what the parts say about each other.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, get_args

from quiz.scoring.format import parts
from quiz.scoring.format.definition import Definition
from quiz.scoring.format.faults import UNUSABLE, DefinitionError, Fault, find_faults
from quiz.scoring.format.parts import TIE, Question, TieBreak
from quiz.scoring.format.weights import Weights

FORMAT = "pittari/1"


def load(document: Mapping[str, Any]) -> Definition:
    """Build the Definition that a parsed quiz file describes, and make sure that it can be scored.

    Raises DefinitionError on the first thing that is missing, unknown, of the wrong kind, or points nowhere; neither
    balance nor reachability is judged.
    """
    definition = build(document)
    for fault in find_faults(definition):
        if fault.code in UNUSABLE:
            raise DefinitionError(fault)
    return definition


def build(document: Mapping[str, Any]) -> Definition:
    """Build the Definition without a look at what points where; `null` means the default.

    Raises DefinitionError on the first thing that is missing, unknown, or of the wrong kind.
    """
    if not isinstance(document, Mapping):
        raise _wrong_kind("", "an object")
    if document.get("format") != FORMAT:
        raise _not_allowed("format", [FORMAT])
    body = {key: value for key, value in document.items() if key != "format"}
    return _build(Definition, body, "")


def dump(definition: Definition) -> dict[str, Any]:
    """Return the quiz file of a Definition: keys in the format's order, defaults left out, `load(dump(d)) == d`."""
    order = {scale: index for index, scale in enumerate(definition.scale_keys)}
    return {"format": FORMAT, **_plain_data(definition, order)}


def _fields_by_entry(cls: Any) -> dict[str, dataclasses.Field[Any]]:
    return {field.metadata.get("name", field.name): field for field in dataclasses.fields(cls) if field.init}


def _build[T](cls: type[T], data: object, path: str) -> T:
    if not isinstance(data, Mapping):
        raise _wrong_kind(path, "an object")
    known = _fields_by_entry(cls)
    for name in data:
        if name not in known:
            raise DefinitionError(Fault(_join_path(path, name), "unknown_entry"))
    return cls(**dict(_field_values(known, data, path)))


def _field_values(
    known: dict[str, dataclasses.Field[Any]], data: Mapping[str, object], path: str
) -> Iterator[tuple[str, Any]]:
    for name, field in known.items():
        value = data.get(name)
        if value is not None:
            yield field.name, READERS[field.type](value, _join_path(path, name))
        elif field.default is dataclasses.MISSING:
            raise DefinitionError(Fault(_join_path(path, name), "missing"))


def _join_path(path: str, name: object) -> str:
    return f"{path}.{name}" if path else str(name)


def _wrong_kind(path: str, kind: str) -> DefinitionError:
    return DefinitionError(Fault(path, "wrong_kind", {"kind": kind}))


def _not_allowed(path: str, allowed: Iterable[str]) -> DefinitionError:
    return DefinitionError(Fault(path, "not_allowed", {"allowed": ", ".join(allowed)}))


def _read_exactly(kind: type, word: str, value: object, path: str) -> Any:
    # type(), not isinstance(): true is not a number.
    if type(value) is not kind:
        raise _wrong_kind(path, word)
    return value


def _read_one_of(alias: Any, value: object, path: str) -> Any:
    allowed = get_args(alias.__value__)
    if value not in allowed:
        raise _not_allowed(path, allowed)
    return value


def _read_many(read: Callable[[object, str], Any], value: object, path: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise _wrong_kind(path, "a list")
    return tuple(read(item, f"{path}[{index}]") for index, item in enumerate(value))


def _read_weights(value: object, path: str) -> Weights:
    if not isinstance(value, Mapping):
        raise _wrong_kind(path, "an object")
    return Weights((scale, _read_integer(weight, _join_path(path, scale))) for scale, weight in value.items())


def _read_tie_question(value: object, path: str) -> Question | str:
    if not isinstance(value, Mapping):
        key: str = _read_text(value, path)
        return key
    return _build(Question, {**value, "key": TIE}, path)


_read_text = partial(_read_exactly, str, "text")
_read_integer = partial(_read_exactly, int, "a whole number")

READERS: dict[Any, Callable[[Any, str], Any]] = {
    "str": _read_text,
    "str | None": _read_text,
    "int": _read_integer,
    "int | None": _read_integer,
    "bool": partial(_read_exactly, bool, "true or false"),
    "tuple[str, ...]": partial(_read_many, _read_text),
    "Mapping[str, int]": _read_weights,
    "TieBreak": partial(_build, TieBreak),
    "Question | str | None": _read_tie_question,
    **{name: partial(_read_one_of, getattr(parts, name)) for name in ("Logic", "Normalise", "Kind", "Rule", "Pole")},
    **{
        f"tuple[{name}, ...]": partial(_read_many, partial(_build, getattr(parts, name)))
        for name in ("Type", "Scale", "Band", "Code", "Gate", "Purpose", "Question", "Choice")
    },
}


def _plain_data(value: Any, order: Mapping[str, int]) -> Any:
    if isinstance(value, tuple):
        return [_plain_data(item, order) for item in value]
    if isinstance(value, Weights):
        return {scale: value[scale] for scale in sorted(value, key=lambda key: (order.get(key, len(order)), key))}
    if not dataclasses.is_dataclass(value):
        return value
    pairs = ((name, getattr(value, field.name), field.default) for name, field in _fields_by_entry(type(value)).items())
    return {name: _plain_data(item, order) for name, item, default in pairs if item != default}
