"""What is wrong with a quiz file: all of it at once, each with the place in the file."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from django.utils.functional import Promise

type Words = str | Promise

MOST = 50  # a file that is wrong from top to bottom needs no longer list


class FileProblem(NamedTuple):
    """`where` is a path such as `questions[3].choices[1].weights.forest`, empty for the file as a whole."""

    where: str
    message: Words
    code: str = "file"

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else str(self.message)


class QuizFileError(Exception):
    """A quiz file that cannot be used; nothing of it was kept."""

    def __init__(self, problems: Iterable[FileProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(*self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


def refuse(problems: Iterable[FileProblem]) -> None:
    """Raise QuizFileError when there is any problem."""
    if found := tuple(dict.fromkeys(islice(problems, MOST))):
        raise QuizFileError(found)
