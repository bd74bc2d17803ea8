"""What a choice gives to the scales."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import overload


class Weights(Mapping[str, int]):
    """Scale key → integer weight; immutable and hashable. Zeros are dropped: they say nothing.

    `named` holds every scale that was given a weight, a zero too: a misspelt one is a mistake whatever it weighs.
    """

    __slots__ = ("_values", "named")

    def __init__(self, values: Mapping[str, int] | Iterable[tuple[str, int]] = ()) -> None:
        given = dict(values)
        self.named = tuple(given)
        self._values = {scale: weight for scale, weight in given.items() if weight}

    def __getitem__(self, scale: str) -> int:
        return self._values[scale]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        return f"Weights({self._values!r})"

    @overload
    def get(self, scale: str, /) -> int | None: ...
    @overload
    def get[T](self, scale: str, /, default: int | T) -> int | T: ...
    def get(self, scale: str, /, default: object = None) -> object:
        # Mapping.get goes through an exception; scoring asks for absent scales all the time.
        return self._values.get(scale, default)
