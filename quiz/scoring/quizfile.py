"""The quiz file, ``"format": "pittari/1"``: a parsed document in, a Definition out, and back.

The dataclasses are the format: a field's name is its key, its annotation picks its reader, its default is
what the file may leave out. ``faults`` then judges what the parts say about each other.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, get_args

from quiz.scoring import definition as nouns
from quiz.scoring.definition import TIE, Definition, Question, TieBreak
from quiz.scoring.faults import UNUSABLE, DefinitionError, Fault, find_faults
from quiz.scoring.weights import Weights

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
    """Build the Definition without a look at what points where; ``null`` means the default.

    Raises DefinitionError on the first thing that is missing, unknown, or of the wrong kind.
    """
    if not isinstance(document, Mapping):
        raise _wrong_kind("", "an object")
    if document.get("format") != FORMAT:
        raise _not_allowed("format", [FORMAT])
    body = {key: value for key, value in document.items() if key != "format"}
    return _build(Definition, body, "")


def dump(definition: Definition) -> dict[str, Any]:
    """The quiz file of a Definition: keys in the format's order, defaults left out, ``load(dump(d)) == d``."""
    order = {scale: place for place, scale in enumerate(definition.scale_keys)}
    return {"format": FORMAT, **_plain(definition, order)}


def _fields(cls: Any) -> dict[str, dataclasses.Field[Any]]:
    return {each.metadata.get("name", each.name): each for each in dataclasses.fields(cls) if each.init}


def _build[T](cls: type[T], data: object, path: str) -> T:
    if not isinstance(data, Mapping):
        raise _wrong_kind(path, "an object")
    known = _fields(cls)
    for name in data:
        if name not in known:
            raise DefinitionError(Fault(_join(path, name), "unknown_entry"))
    return cls(**dict(_values(known, data, path)))


def _values(
    known: dict[str, dataclasses.Field[Any]], data: Mapping[str, object], path: str
) -> Iterator[tuple[str, Any]]:
    for name, each in known.items():
        value = data.get(name)
        if value is not None:
            yield each.name, READERS[each.type](value, _join(path, name))
        elif each.default is dataclasses.MISSING:
            raise DefinitionError(Fault(_join(path, name), "missing"))


def _join(path: str, name: object) -> str:
    return f"{path}.{name}" if path else str(name)


def _wrong_kind(path: str, kind: str) -> DefinitionError:
    return DefinitionError(Fault(path, "wrong_kind", {"kind": kind}))


def _not_allowed(path: str, allowed: Iterable[str]) -> DefinitionError:
    return DefinitionError(Fault(path, "not_allowed", {"allowed": ", ".join(allowed)}))


def _exactly(kind: type, word: str, value: object, path: str) -> Any:
    # type(), not isinstance(): true is not a number.
    if type(value) is not kind:
        raise _wrong_kind(path, word)
    return value


def _one_of(alias: Any, value: object, path: str) -> Any:
    allowed = get_args(alias.__value__)
    if value not in allowed:
        raise _not_allowed(path, allowed)
    return value


def _many(read: Callable[[object, str], Any], value: object, path: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise _wrong_kind(path, "a list")
    return tuple(read(item, f"{path}[{place}]") for place, item in enumerate(value))


def _weights(value: object, path: str) -> Weights:
    if not isinstance(value, Mapping):
        raise _wrong_kind(path, "an object")
    return Weights((scale, _integer(weight, _join(path, scale))) for scale, weight in value.items())


def _tie_question(value: object, path: str) -> Question | str:
    if not isinstance(value, Mapping):
        key: str = _text(value, path)
        return key
    return _build(Question, {**value, "key": TIE}, path)


_text = partial(_exactly, str, "text")
_integer = partial(_exactly, int, "a whole number")

READERS: dict[Any, Callable[[Any, str], Any]] = {
    "str": _text,
    "str | None": _text,
    "int": _integer,
    "int | None": _integer,
    "bool": partial(_exactly, bool, "true or false"),
    "tuple[str, ...]": partial(_many, _text),
    "Mapping[str, int]": _weights,
    "TieBreak": partial(_build, TieBreak),
    "Question | str | None": _tie_question,
    **{name: partial(_one_of, getattr(nouns, name)) for name in ("Logic", "Normalise", "Kind", "Rule", "Pole")},
    **{
        f"tuple[{name}, ...]": partial(_many, partial(_build, getattr(nouns, name)))
        for name in ("Type", "Scale", "Band", "Code", "Gate", "Purpose", "Question", "Choice")
    },
}


def _plain(value: Any, order: Mapping[str, int]) -> Any:
    if isinstance(value, tuple):
        return [_plain(item, order) for item in value]
    if isinstance(value, Weights):
        return {scale: value[scale] for scale in sorted(value, key=lambda key: (order.get(key, len(order)), key))}
    if not dataclasses.is_dataclass(value):
        return value
    pairs = ((name, getattr(value, each.name), each.default) for name, each in _fields(type(value)).items())
    return {name: _plain(item, order) for name, item, default in pairs if item != default}
