"""Everything that speaks against publishing a quiz: what must be put right, and what an author should know."""

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

__all__ = ["Examination", "Problem", "examine", "examine_draft", "odds", "problems", "problems_of", "refusal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """The problems, those that block publishing first, and the odds where the quiz is whole enough to have any."""

    problems: list[Problem]
    odds: Distribution | None = None

    @property
    def is_publishable(self) -> bool:
        return not any(problem.blocking for problem in self.problems)


def problems(quiz: Quiz) -> list[Problem]:
    """Return the problems of a draft and its brand."""
    return examine_draft(quiz).problems


def problems_of(definition: Definition) -> list[Problem]:
    """Return the problems of a quiz, whoever's it is."""
    return examine(definition).problems


def examine_draft(quiz: Quiz) -> Examination:
    """Look for every problem of a draft and its brand."""
    return examine(authoring.draft(quiz), brand=quiz.brand)


def examine(definition: Definition, *, brand: Brand | None = None) -> Examination:
    """Look for every problem; ways through the quiz are followed only where they lead somewhere."""
    found = [*_standing(definition)]
    if brand:
        found += [*brand_problems(brand), *keeping_problems(definition), *tag_problems(definition, brand)]
    try:
        authoring.check(dump(definition))
    except QuizFileError as error:
        return Examination(problems=_in_order([*refusal(error).problems, *found]))
    if not all(map(can_be_answered, definition.questions)):
        return Examination(problems=_in_order(found))
    found += [*path_problems(definition), *balance_problems(definition)]
    return Examination(problems=_in_order(found), odds=odds(definition))


def refusal(error: QuizFileError) -> Examination:
    """Return what is wrong with a file that is no whole quiz; all of it blocks."""
    return Examination(problems=[blocking(each.code, each.where, each.message) for each in error.problems])


def _standing(definition: Definition) -> Iterator[Problem]:
    yield from question_problems(definition)
    yield from purpose_problems(definition)
    yield from table_problems(definition)
    yield from type_color_problems(definition)
    yield from wording_problems(definition)


def _in_order(found: Iterable[Problem]) -> list[Problem]:
    return sorted(found, key=lambda problem: not problem.blocking)
