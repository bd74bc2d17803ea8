"""The text a published version is kept as, readable for ever.

A snapshot is never migrated. When the format changes, `SCHEMA` grows by one and the reader of the old number
stays below, beside a golden file in `tests/snapshots`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from quiz.scoring.format.definition import Definition
from quiz.scoring.format.parts import SCHEMA
from quiz.scoring.format.quizfile import dump, load


class SnapshotError(ValueError):
    """A text that is no snapshot, or one of a schema that this release does not know."""


def write_snapshot(definition: Definition, extras: Mapping[str, Any] | None = None) -> str:
    """Return the canonical JSON text: the same definition and extras give the same bytes.

    `extras` is whatever else the version must keep, as JSON-able data; scoring does not look at it.
    """
    # The quiz keeps the order of its file; extras have no order of their own, so theirs is made one.
    sorted_extras = json.loads(json.dumps(extras or {}, sort_keys=True))
    body = {"schema": SCHEMA, "quiz": dump(definition), "extras": sorted_extras}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def read_snapshot(text: str) -> Definition:
    """Return the definition in a snapshot of any schema ever written; SnapshotError for anything else."""
    body = _parse(text)
    return _READERS[str(body["schema"])](body)


def read_extras(text: str) -> dict[str, Any]:
    """Return the extras that were written beside the definition."""
    extras: dict[str, Any] = _parse(text).get("extras", {})
    return extras


def _parse(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except ValueError as error:
        raise SnapshotError(f"not JSON: {error}") from error
    if not isinstance(body, dict) or str(body.get("schema")) not in _READERS:
        raise SnapshotError("not a snapshot of a schema known here")
    return body


def _read_schema_1(body: dict[str, Any]) -> Definition:
    return load(body.get("quiz", {}))


_READERS: dict[str, Callable[[dict[str, Any]], Definition]] = {"1": _read_schema_1}
