"""How a state of the sums is packed into one integer, and how thousands of states move at once (SWAR).

A state has a field for each type: how far it is ahead of the first candidate, plus half the field's range so that it is
never below zero; the fields of types that cannot win any more are 0. A move is then one addition for all types.

To see who can still win, one type's field is subtracted from all fields, with what the others can still gain added: the
top bit of a field, its *guard*, stays set unless that type holds it down for good. Thousands of states lie side by side
in one long integer, a lane each, and go through the same arithmetic in one operation, at a fraction of the cost of a
loop.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from sys import byteorder

type Candidates = tuple[int, ...]
"""The types that can still win or tie, by their index in the authored order."""


@dataclass(frozen=True, slots=True)
class BitLayout:
    """The fields of the candidates; no lead, made or still to be made, reaches `spread`.

    `width` is that of a field in bits, `size` that of a lane in bytes; `ones` has a 1 at the start of each field, and
    `guards` at its end.
    """

    candidates: Candidates
    spread: int
    width: int = field(init=False)
    size: int = field(init=False)
    ones: int = field(init=False)
    guards: int = field(init=False)

    def __post_init__(self) -> None:
        width = self.spread.bit_length() + 1
        ones = sum(1 << width * candidate for candidate in self.candidates)
        # In whole 8-byte words where they do, because those are packed and unpacked without a loop.
        size = max(8, (width * (max(self.candidates) + 1) + 7) // 8)
        for name, value in {"width": width, "size": size, "ones": ones, "guards": ones << width - 1}.items():
            object.__setattr__(self, name, value)

    @property
    def level_state(self) -> int:
        """The state in which all types are equal."""
        return self.guards

    @property
    def mask(self) -> int:
        """All bits of the lowest field."""
        return (1 << self.width) - 1

    def encode_move(self, gains: Sequence[int]) -> int:
        """Return what to add to a state when the types gain this much."""
        first = gains[self.candidates[0]]
        return sum(gains[candidate] - first << self.width * candidate for candidate in self.candidates)

    def decode_candidates(self, guards: int) -> Candidates:
        """Return the types whose guards are set."""
        return tuple(candidate for candidate in self.candidates if guards >> self.width * (candidate + 1) - 1 & 1)

    def pack(self, states: Sequence[int]) -> int:
        """Return many states side by side, the first one lowest."""
        if self.size == 8 and byteorder == "little":
            return int.from_bytes(array("Q", states), "little")
        return int.from_bytes(b"".join(state.to_bytes(self.size, "little") for state in states), "little")

    def unpack(self, packed: int, count: int) -> Sequence[int]:
        """Return the states, or guards, of so many lanes."""
        data = packed.to_bytes(self.size * count, "little")
        if self.size == 8 and byteorder == "little":
            return array("Q", data)
        starts = range(0, len(data), self.size)
        return [int.from_bytes(data[start : start + self.size], "little") for start in starts]

    def lanes(self, count: int) -> int:
        """Return a 1 at the start of each of so many lanes: times a state, it is that state in every lane."""
        return int.from_bytes((1).to_bytes(self.size, "little") * count, "little")

    def surviving_guards(self, packed: int, lanes: int, bounds: Sequence[Sequence[int]]) -> int:
        """Return the guards of the types that nobody holds down for good, in each of the packed states.

        `bounds[i][j]` is the most that type `i` can still gain on type `j`.
        """
        surviving, lowest = self.guards * lanes, self.mask * lanes
        for other in self.candidates:
            gains = sum(bounds[candidate][other] << self.width * candidate for candidate in self.candidates)
            held_by_other = (packed >> self.width * other & lowest) * self.ones
            surviving &= packed + (self.guards + gains) * lanes - held_by_other
        return surviving

    def keep_fields(self, packed: int, lanes: int, guards: int) -> int:
        """Return the packed states with the fields of these guards alone, counted from the first of them."""
        starts = guards >> self.width - 1
        fields = starts * self.mask
        firsts = self._first_fields(packed, lanes, starts)
        return (packed & fields) + (starts << self.width - 1) - (firsts * self.ones & fields)

    def _first_fields(self, packed: int, lanes: int, starts: int) -> int:
        """Return the field of the first candidate of each state, moved to the state's lowest field."""
        firsts, pending = 0, lanes
        for candidate in self.candidates:
            found = starts >> self.width * candidate & pending
            firsts += packed >> self.width * candidate & found * self.mask
            pending ^= found
            if not pending:
                break
        return firsts
