"""How a state of the race is packed into one integer, and how thousands of states move at once.

A state has a field for each type: how far it is ahead of the first living type, plus half the field's range so that it
is never below zero; the fields of types out of the race are 0. A move is then one addition for all types.

To see who is still alive, one type's field is subtracted from all fields, with what the others can still gain
added: the top bit of a field, its *guard*, stays set unless that type holds it down for good. Thousands of states
side by side in one long integer go through the same arithmetic in one operation, at a fraction of the cost of a loop.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from sys import byteorder

type Living = tuple[int, ...]
"""The types that can still win or tie, as places in the authored order."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of the ``living`` types; no lead, made or still to be made, reaches ``spread``."""

    living: Living
    spread: int
    width: int = field(init=False)
    size: int = field(init=False)
    ones: int = field(init=False)
    guards: int = field(init=False)

    def __post_init__(self) -> None:
        width = self.spread.bit_length() + 1
        ones = sum(1 << width * each for each in self.living)
        # In whole 8-byte words where they do, because those are packed and unpacked without a loop.
        size = max(8, (width * (max(self.living) + 1) + 7) // 8)
        for name, value in {"width": width, "size": size, "ones": ones, "guards": ones << width - 1}.items():
            object.__setattr__(self, name, value)

    @property
    def level(self) -> int:
        """The state in which all types are equal."""
        return self.guards

    @property
    def mask(self) -> int:
        """All bits of the lowest field."""
        return (1 << self.width) - 1

    def move(self, gains: Sequence[int]) -> int:
        """What to add to a state when the types gain this much."""
        first = gains[self.living[0]]
        return sum(gains[each] - first << self.width * each for each in self.living)

    def survivors(self, alive: int) -> Living:
        """The types whose guards are still set."""
        return tuple(each for each in self.living if alive >> self.width * (each + 1) - 1 & 1)

    def pack(self, states: Sequence[int]) -> int:
        """Many states side by side, the first one lowest."""
        if self.size == 8 and byteorder == "little":
            return int.from_bytes(array("Q", states), "little")
        return int.from_bytes(b"".join(state.to_bytes(self.size, "little") for state in states), "little")

    def unpack(self, packed: int, count: int) -> Sequence[int]:
        data = packed.to_bytes(self.size * count, "little")
        if self.size == 8 and byteorder == "little":
            return array("Q", data)
        places = range(0, len(data), self.size)
        return [int.from_bytes(data[place : place + self.size], "little") for place in places]

    def every(self, count: int) -> int:
        """A 1 at the start of each of so many states."""
        return int.from_bytes((1).to_bytes(self.size, "little") * count, "little")

    def alive(self, packed: int, every: int, leads: Sequence[Sequence[int]]) -> int:
        """The guards of the types that nobody holds down for good, in each of the packed states.

        ``leads[i][j]`` is the most that type ``i`` can still gain on type ``j``.
        """
        alive, lowest = self.guards * every, self.mask * every
        for other in self.living:
            gains = sum(leads[each][other] << self.width * each for each in self.living)
            held_by_other = (packed >> self.width * other & lowest) * self.ones
            alive &= packed + (self.guards + gains) * every - held_by_other
        return alive

    def narrow(self, packed: int, every: int, alive: int) -> int:
        """The packed states with the fields of the living alone, counted from the first of them."""
        starts = alive >> self.width - 1
        fields = starts * self.mask
        firsts = self._firsts(packed, every, starts)
        return (packed & fields) + (starts << self.width - 1) - (firsts * self.ones & fields)

    def _firsts(self, packed: int, every: int, starts: int) -> int:
        """The field of the first living type of each state, moved to the state's lowest field."""
        firsts, pending = 0, every
        for each in self.living:
            found = starts >> self.width * each & pending
            firsts += packed >> self.width * each & found * self.mask
            pending ^= found
            if not pending:
                break
        return firsts
