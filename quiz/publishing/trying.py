"""Weights tried out before they are saved: the draft as if it weighed otherwise, and how often each type comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from quiz import authoring
from quiz.authoring import QuizFileError
from quiz.publishing.checking import Examination, Problem, refusal
from quiz.publishing.checking.asking import can_be_answered, question_problems
from quiz.publishing.checking.balance import share_problems
from quiz.scoring import Choice, Definition, Distribution, Question, distribution, dump

type Weighed = Mapping[tuple[str, str], Mapping[str, int]]
"""Question key and choice key → scale → weight."""

# An author waits for this while typing, so large quizzes are estimated sooner, and less closely, than for publishing.
STATE_CAP, SAMPLES = 60_000, 4000


def reweighed(definition: Definition, weights: Weighed) -> Definition:
    """Return the same quiz with these weights; what they don't mention stays as it is."""
    tie = definition.tie_break
    if isinstance(tie.question, Question):
        tie = replace(tie, question=_question(tie.question, weights))
    questions = tuple(_question(question, weights) for question in definition.questions)
    return replace(definition, questions=questions, tie_break=tie)


def try_out(definition: Definition) -> Examination:
    """Return the odds and their problems; for a quiz that is not whole, only what is missing."""
    if obstacles := _obstacles(definition):
        return Examination(problems=obstacles)
    found = _odds(definition)
    return Examination(problems=list(share_problems(definition, found)), odds=found)


def _question(question: Question, weights: Weighed) -> Question:
    choices = (_choice(choice, weights.get((question.key, choice.key), {})) for choice in question.choices)
    return replace(question, choices=tuple(choices))


def _choice(choice: Choice, weights: Mapping[str, int]) -> Choice:
    return replace(choice, weights={**choice.weights, **weights}) if weights else choice


def _obstacles(definition: Definition) -> list[Problem]:
    try:
        authoring.check(dump(definition))
    except QuizFileError as error:
        return refusal(error).problems
    if all(map(can_be_answered, definition.questions)):
        return []
    return [problem for problem in question_problems(definition) if problem.blocking]


@lru_cache(maxsize=32)
def _odds(definition: Definition) -> Distribution:
    return distribution(definition, state_cap=STATE_CAP, samples=SAMPLES)
