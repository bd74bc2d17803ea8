"""Find the problems of a quiz: those that block publishing, and advice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalog.models import Brand
from quiz import authoring
from quiz.authoring import QuizFileError
from quiz.models import Quiz
from quiz.publishing.checking.asking import can_be_answered, question_problems
from quiz.publishing.checking.balance import balance_problems, odds
from quiz.publishing.checking.consenting import keeping_problems, purpose_problems
from quiz.publishing.checking.deciding import path_problems, table_problems
from quiz.publishing.checking.looks import brand_problems, type_color_problems
from quiz.publishing.checking.problem import Problem, blocking
from quiz.publishing.checking.tags import tag_problems
from quiz.publishing.checking.wording import wording_problems
from quiz.scoring import Definition, Distribution, dump

__all__ = ["Examination", "Problem", "examine", "examine_draft", "odds", "problems", "problems_of", "to_examination"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """The problems, blocking ones first, and the odds, which are None for an incomplete quiz."""

    problems: list[Problem]
    odds: Distribution | None = None

    @property
    def is_publishable(self) -> bool:
        return not any(problem.blocking for problem in self.problems)


def problems(quiz: Quiz) -> list[Problem]:
    """Return the problems of a draft and its brand."""
    return examine_draft(quiz).problems


def problems_of(definition: Definition) -> list[Problem]:
    """Return the problems of a definition, without those of a brand."""
    return examine(definition).problems


def examine_draft(quiz: Quiz) -> Examination:
    """Return all problems and the odds of a draft and its brand."""
    return examine(authoring.draft(quiz), brand=quiz.brand)


def examine(definition: Definition, *, brand: Brand | None = None) -> Examination:
    """Return all problems and the odds; the paths are checked only if the quiz is complete."""
    found = [*_static_problems(definition)]
    if brand:
        found += [*brand_problems(brand), *keeping_problems(definition), *tag_problems(definition, brand)]
    try:
        authoring.check(dump(definition))
    except QuizFileError as error:
        return Examination(problems=_blocking_first([*to_examination(error).problems, *found]))
    if not all(map(can_be_answered, definition.questions)):
        return Examination(problems=_blocking_first(found))
    found += [*path_problems(definition), *balance_problems(definition)]
    return Examination(problems=_blocking_first(found), odds=odds(definition))


def to_examination(error: QuizFileError) -> Examination:
    """Return the problems of an invalid quiz file, which are all blocking."""
    return Examination(problems=[blocking(found.code, found.where, found.message) for found in error.problems])


def _static_problems(definition: Definition) -> Iterator[Problem]:
    yield from question_problems(definition)
    yield from purpose_problems(definition)
    yield from table_problems(definition)
    yield from type_color_problems(definition)
    yield from wording_problems(definition)


def _blocking_first(found: Iterable[Problem]) -> list[Problem]:
    return sorted(found, key=lambda problem: not problem.blocking)
