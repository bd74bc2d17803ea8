"""Why a type came out, as data: pages put it into words, a response keeps it when its answers are deleted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one answer added to a score, below zero when it spoke against it; `choices` is empty for a blank."""

    question: str
    choices: tuple[str, ...]
    amount: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """The smallest change of one answer that gives another type; `question` may be `tie`."""

    question: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A band next to the one reached, and how many points away it is."""

    type: str
    distance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BandPlace:
    """Where the total lies: `below` and `above` are None at the ends."""

    total: int
    below: Neighbour | None
    above: Neighbour | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisSide:
    """One axis: the side reached (`+` or `-`), how far from zero, and what each answer added to its sum."""

    scale: str
    side: str
    margin: int
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The reasons for an outcome.

    `contributions` has one entry a question on the path, in its order, and sums exactly to `score`, which is
    points: the type's normalised score; bands: the total; axes: the margins of all axes together; flow: 0, where
    `path` is the reason.
    """

    type: str
    score: Fraction
    contributions: tuple[Contribution, ...]
    flip: Flip | None = None
    bands: BandPlace | None = None
    axes: tuple[AxisSide, ...] = ()
    path: tuple[str, ...] = ()

    def to_data(self) -> dict[str, Any]:
        """Return JSON-able data; a fraction becomes text such as `"3/4"`."""
        data: dict[str, Any] = json.loads(json.dumps(asdict(self), default=str))
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Explanation:
        """Return the explanation that `to_data` wrote."""
        return cls(
            type=data["type"],
            score=Fraction(data["score"]),
            contributions=_contributions(data["contributions"]),
            flip=_flip(data["flip"]) if data["flip"] else None,
            bands=_band_place(data["bands"]) if data["bands"] else None,
            axes=tuple(_axis_side(axis) for axis in data["axes"]),
            path=tuple(data["path"]),
        )


def _contributions(data: Sequence[Mapping[str, Any]]) -> tuple[Contribution, ...]:
    return tuple(
        Contribution(question=entry["question"], choices=tuple(entry["choices"]), amount=Fraction(entry["amount"]))
        for entry in data
    )


def _flip(data: Mapping[str, Any]) -> Flip:
    return Flip(**{**data, "before": tuple(data["before"]), "after": tuple(data["after"])})


def _band_place(data: Mapping[str, Any]) -> BandPlace:
    below, above = (Neighbour(**data[side]) if data[side] else None for side in ("below", "above"))
    return BandPlace(total=data["total"], below=below, above=above)


def _axis_side(data: Mapping[str, Any]) -> AxisSide:
    return AxisSide(**{**data, "contributions": _contributions(data["contributions"])})
