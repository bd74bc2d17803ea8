"""The caches of a process: a TTL cache of one second, and a registry that empties every cache there is.

Values that many requests share are frozen: tuples, read-only mappings, frozen dataclasses. Rows of the database can't
be, so each caller gets a copy of its own, and what a request changes stays in that request.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from functools import lru_cache, wraps
from time import monotonic
from types import MappingProxyType
from typing import cast

from django.db.models import Model

_clear_functions: list[Callable[[], object]] = []


def register[F: Callable[[], object]](clear: F) -> F:
    """Add a function that empties a cache to those that `clear_all` calls."""
    _clear_functions.append(clear)
    return clear


def clear_all() -> None:
    """Empty every registered cache of this process."""
    for clear in _clear_functions:
        clear()


def this_second() -> int:
    """Return a number that changes each second: what is cached under it is a second old at most."""
    return int(monotonic())


def cached_for_a_second[*A, R](*, maxsize: int = 256) -> Callable[[Callable[[*A], R]], Callable[[*A], R]]:
    """Cache what a function returns for its positional arguments until the second is over (a TTL cache, by process)."""

    def decorate(read: Callable[[*A], R]) -> Callable[[*A], R]:
        @lru_cache(maxsize=maxsize)
        def read_in_second(second: int, *args: *A) -> R:
            return freeze(read(*args))

        @wraps(read)
        def cached(*args: *A) -> R:
            return hand_out(read_in_second(this_second(), *args))

        register(read_in_second.cache_clear)
        return cached

    return decorate


def freeze[V](value: V) -> V:
    """Return a value for the cache: a mapping is wrapped so that nobody can write to it."""
    return cast(V, MappingProxyType(value)) if isinstance(value, dict) else value


def hand_out[V](value: V) -> V:
    """Return a cached value to a caller, with a copy of each row in it."""
    if isinstance(value, Model):
        return cast(V, copy_row(value))
    if isinstance(value, tuple):
        return cast(V, tuple(map(hand_out, value)))
    if isinstance(value, Mapping):
        return cast(V, MappingProxyType({key: hand_out(item) for key, item in value.items()}))
    return value


def copy_row[M: Model](row: M) -> M:
    """Return a copy of a row and of the rows that were read with it; no query is made."""
    twin = object.__new__(type(row))
    twin.__dict__.update(vars(row), _state=copy(row._state))
    # A dictionary of its own: a state that is deleted clears the one that it has.
    twin._state.fields_cache = {
        name: copy_row(related) if isinstance(related, Model) else related
        for name, related in row._state.fields_cache.items()
    }
    return twin
