"""A problem: a reason why a quiz can't or should not be published."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` is a stable identifier; `where` is a path in the quiz file, "" for the whole quiz."""

    code: str
    where: str
    message: str | Promise
    blocking: bool


def blocking(code: str, where: str, message: str | Promise) -> Problem:
    """Return a problem that blocks publishing."""
    return Problem(code, where, message, True)


def advice(code: str, where: str, message: str | Promise) -> Problem:
    """Return a problem that an author may ignore."""
    return Problem(code, where, message, False)
