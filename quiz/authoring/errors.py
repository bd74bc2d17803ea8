"""Errors of a quiz file: all problems at once, with their paths in the file."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from django.utils.functional import Promise

type Words = str | Promise

MAX_PROBLEMS = 50  # more are not reported


class FileProblem(NamedTuple):
    """`where` is a path such as `questions[3].choices[1].weights.forest`, "" for the whole file."""

    where: str
    message: Words
    code: str = "file"

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else str(self.message)


class QuizFileError(Exception):
    """A quiz file with problems; nothing of it was stored."""

    def __init__(self, problems: Iterable[FileProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(*self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


def raise_problems(problems: Iterable[FileProblem]) -> None:
    """Raise QuizFileError if there are any problems."""
    if found := tuple(dict.fromkeys(islice(problems, MAX_PROBLEMS))):
        raise QuizFileError(found)
