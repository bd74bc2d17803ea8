"""How a state of the race is packed into one integer: a field for each living type.

A field holds how far its type is ahead of the first living one, plus a bias that keeps it positive; its top bit, the
guard, is free. Adding a move adds to all fields at once. Subtracting one type's field from all of them compares it with
every other type at once: with the guards set and the leads added, the guards that survive belong to the types that it
cannot hold down.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

type Living = tuple[int, ...]
"""The types that can still win or tie, as places in the authored order."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of the ``living`` types; no two types are ever ``spread`` apart or more."""

    living: Living
    spread: int
    width: int = field(init=False)
    ones: int = field(init=False)
    guards: int = field(init=False)
    mask: int = field(init=False)
    level: int = field(init=False)

    def __post_init__(self) -> None:
        # A difference less another plus a lead must fit between two guards.
        width = (3 * self.spread).bit_length() + 1
        ones = sum(1 << width * place for place in range(len(self.living)))
        derived = {
            "width": width,
            "ones": ones,
            "guards": ones << width - 1,
            "mask": (1 << width - 1) - 1,
            "level": ones << width - 2,
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    def move(self, gains: Sequence[int]) -> int:
        """What to add to a state when the types gain this much."""
        first = gains[self.living[0]]
        return self._pack(gains[each] - first for each in self.living)

    def limits(self, leads: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
        """For each living type, its shift and what to add to a state before subtracting that type's field."""
        return [
            (self.width * place, self.guards + self._pack(leads[each][other] * (each != other) for each in self.living))
            for place, other in enumerate(self.living)
        ]

    def places(self, alive: int) -> list[int]:
        """The places in ``living`` whose guards survived."""
        return [place for place in range(len(self.living)) if alive >> self.width * (place + 1) - 1 & 1]

    def narrow(self, state: int, places: Sequence[int]) -> int:
        """The same state in the layout of the types at these places alone."""
        fields = [state >> self.width * place & self.mask for place in places]
        bias = (1 << self.width - 2) - fields[0]
        return self._pack(each + bias for each in fields)

    def _pack(self, values: Iterable[int]) -> int:
        return sum(value << self.width * place for place, value in enumerate(values))
