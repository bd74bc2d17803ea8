"""The caches of a process: a TTL cache of one second, and a registry of all caches for tests.

Cached values are immutable: tuples, read-only mappings, frozen dataclasses. Model instances can't be immutable, so a
caller gets a copy, and a change that a request makes stays in that request.
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
    """Register a function that clears a cache, for `clear_all`."""
    _clear_functions.append(clear)
    return clear


def clear_all() -> None:
    """Clear all registered caches of this process."""
    for clear in _clear_functions:
        clear()


def this_second() -> int:
    """Return a number that changes every second: a cache entry with it in the key lives for one second at most."""
    return int(monotonic())


def cached_for_a_second[*A, R](*, maxsize: int = 256) -> Callable[[Callable[[*A], R]], Callable[[*A], R]]:
    """Cache a function's results by positional arguments until the current second ends (a TTL cache per process)."""

    def decorate(read: Callable[[*A], R]) -> Callable[[*A], R]:
        @lru_cache(maxsize=maxsize)
        def read_in_second(second: int, *args: *A) -> R:
            return make_immutable(read(*args))

        @wraps(read)
        def cached(*args: *A) -> R:
            return copy_rows(read_in_second(this_second(), *args))

        register(read_in_second.cache_clear)
        return cached

    return decorate


def make_immutable[V](value: V) -> V:
    """Return a value for the cache, with a mapping made read-only."""
    return cast(V, MappingProxyType(value)) if isinstance(value, dict) else value


def copy_rows[V](value: V) -> V:
    """Return a cached value for a caller, with copies of its model instances."""
    if isinstance(value, Model):
        return cast(V, copy_row(value))
    if isinstance(value, tuple):
        return cast(V, tuple(map(copy_rows, value)))
    if isinstance(value, Mapping):
        return cast(V, MappingProxyType({key: copy_rows(item) for key, item in value.items()}))
    return value


def copy_row[M: Model](row: M) -> M:
    """Return a copy of a model instance and of its fetched related instances, without a query."""
    clone = object.__new__(type(row))
    clone.__dict__.update(vars(row), _state=copy(row._state))
    # A dictionary of the copy's own, because deleting an instance clears the dictionary of its state.
    clone._state.fields_cache = {
        name: copy_row(related) if isinstance(related, Model) else related
        for name, related in row._state.fields_cache.items()
    }
    return clone
