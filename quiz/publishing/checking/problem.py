"""Why a quiz cannot, or should not, be published as it is."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` never changes its meaning; `where` is a path in the quiz file, empty for the quiz as a whole."""

    code: str
    where: str
    message: str | Promise
    blocking: bool


def blocking(code: str, where: str, message: str | Promise) -> Problem:
    """Return a problem that must be put right before publishing."""
    return Problem(code, where, message, True)


def advice(code: str, where: str, message: str | Promise) -> Problem:
    """Return a problem that an author may have good reasons to leave."""
    return Problem(code, where, message, False)
