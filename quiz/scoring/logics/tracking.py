"""What a path through the questions has to remember, so that paths with equal memories can be counted as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from quiz.scoring.effects.sites import Effect

type Memory = Any
"""What a path remembers: hashable, and in a shape that only its tracker knows."""

type Remember = Callable[[Memory, int, Effect], Memory]
"""Memory, index of a question and the effect of an answer to it → the memory after that answer."""


class Stage(Protocol):
    """A question of which only the effects of its answers matter."""

    @property
    def key(self) -> str: ...

    @property
    def effects(self) -> Iterable[Effect]: ...


@dataclass(frozen=True, slots=True)
class Tracker:
    """The memory to start with, how an answer changes it, and the type that a memory at the end stands for.

    Without `type_at` memories alone do not decide: the sums have to be compared.
    """

    start: Memory
    remember: Remember
    type_at: Callable[[Memory], str] | None = None


def remaining_gains(stages: Sequence[Stage], gain: Callable[[Effect], int]) -> tuple[list[int], list[int]]:
    """Return for each index the least and the most that the rest of the path can still gain."""
    least, most = [0] * (len(stages) + 1), [0] * (len(stages) + 1)
    for index in reversed(range(len(stages))):
        ahead = [(gain(effect), effect.target) for effect in stages[index].effects]
        least[index] = min((gained + least[target] for gained, target in ahead), default=0)
        most[index] = max((gained + most[target] for gained, target in ahead), default=0)
    return least, most
