"""What changes rarely and everybody asks for is read once a second by each process, and kept under that second."""

from __future__ import annotations

from time import monotonic

_clock = {"skipped": 0}


def this_second() -> int:
    """Return a number that changes each second: what is kept under it is a second old at most."""
    return int(monotonic()) + _clock["skipped"]


def forget() -> None:
    """Ask the database anew, as if this second were over."""
    _clock["skipped"] += 1
