"""The order to take the questions in when they never jump: any gives the same odds, some keep far fewer states."""

from __future__ import annotations

from collections.abc import Sequence

from quiz.scoring.definition import Definition
from quiz.scoring.distribution.stops import Stop, never_jumps, reorder


def in_good_order(definition: Definition, stops: Sequence[Stop]) -> Sequence[Stop]:
    """The stops in the order that suits the logic; as they are when some answer jumps."""
    if not never_jumps(stops):
        return stops
    worth = _spread if definition.logic == "points" else _columns
    return reorder(stops, sorted(range(len(stops)), key=lambda place: worth(stops[place])))


def _spread(stop: Stop) -> tuple[int, ...]:
    """Points: whatever moves the types furthest apart first, so that the rest can change little and types drop out."""
    gains = [option.effect.weights for option in stop.options]
    types = range(len(gains[0]) if gains else 0)
    return (-sum(max(each[i] - each[j] for each in gains) for i in types for j in types),)


def _columns(stop: Stop) -> tuple[int, ...]:
    """Axes: one axis after the other, so that only a sign is left of each before the next begins."""
    columns = zip(*(option.effect.weights for option in stop.options), strict=True)
    return tuple(-any(column) for column in columns)
