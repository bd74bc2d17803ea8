"""What answers led to, as data to store and to compare byte for byte."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from quiz.scoring.format.parts import SCHEMA


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result of one response.

    `sums`      scale → raw sum of the weights, for every column of `Definition.scale_keys`
    `scores`    what the logic compared: type → normalised score (points), scale → sum (bands, axes), empty (flow)
    `nearness`  type → 0…1, as each logic measures it
    `tied`      the types that shared the best score before the tie rule, empty when one had it alone
    `gates`     the indices in `Definition.gates` of the gates that fired
    `code`      axes only: one sign a scale
    `require`, `avoid`  product tags of the chosen choices, in the order of the path, each once
    `path`      the keys of the questions on the path, without the tie question
    """

    type: str
    sums: Mapping[str, int]
    scores: Mapping[str, Fraction]
    nearness: Mapping[str, Fraction]
    tied: tuple[str, ...] = ()
    gates: tuple[int, ...] = ()
    code: str = ""
    require: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    schema: int = SCHEMA

    @property
    def tie(self) -> bool:
        return bool(self.tied)

    def to_data(self) -> dict[str, Any]:
        """Return JSON-able data; a fraction becomes text such as `"3/4"`."""
        return {
            "schema": self.schema,
            "type": self.type,
            "tie": self.tie,
            "tied": list(self.tied),
            "sums": dict(self.sums),
            "scores": fractions_to_data(self.scores),
            "nearness": fractions_to_data(self.nearness),
            "gates": list(self.gates),
            "code": self.code,
            "require": list(self.require),
            "avoid": list(self.avoid),
            "path": list(self.path),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Outcome:
        """Return the outcome that `to_data` wrote."""
        return cls(
            schema=data["schema"],
            type=data["type"],
            tied=tuple(data["tied"]),
            sums=dict(data["sums"]),
            scores=fractions_from_data(data["scores"]),
            nearness=fractions_from_data(data["nearness"]),
            gates=tuple(data["gates"]),
            code=data["code"],
            require=tuple(data["require"]),
            avoid=tuple(data["avoid"]),
            path=tuple(data["path"]),
        )


def outcome_text(outcome: Outcome) -> str:
    """Return the canonical JSON of an outcome: equal outcomes give equal bytes, through any store that keeps JSON."""
    return json.dumps(outcome.to_data(), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def read_outcome(text: str) -> Outcome:
    """Return the outcome that `outcome_text` wrote."""
    return Outcome.from_data(json.loads(text))


def fractions_to_data(values: Mapping[str, Fraction]) -> dict[str, str]:
    return {key: str(value) for key, value in values.items()}


def fractions_from_data(data: Mapping[str, str]) -> dict[str, Fraction]:
    return {key: Fraction(text) for key, text in data.items()}
