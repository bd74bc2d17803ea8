"""Try out weights before they are saved: compute the odds of a draft with other weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from quiz import authoring
from quiz.authoring import QuizFileError
from quiz.publishing.checking import Examination, Problem, to_examination
from quiz.publishing.checking.asking import can_be_answered, question_problems
from quiz.publishing.checking.balance import share_problems
from quiz.scoring import Choice, Definition, Distribution, Question, distribution, dump

type ChoiceWeights = Mapping[tuple[str, str], Mapping[str, int]]
"""Question key and choice key → scale → weight."""

# Smaller than for publishing, because an author waits for the result while typing; large quizzes are estimated.
STATE_CAP, SAMPLES = 60_000, 4000


def with_weights(definition: Definition, weights: ChoiceWeights) -> Definition:
    """Return the definition with other weights; weights that are not mentioned stay unchanged."""
    tie = definition.tie_break
    if isinstance(tie.question, Question):
        tie = replace(tie, question=_question(tie.question, weights))
    questions = tuple(_question(question, weights) for question in definition.questions)
    return replace(definition, questions=questions, tie_break=tie)


def try_out(definition: Definition) -> Examination:
    """Return the odds and their problems; for an incomplete quiz, only the problems that prevent the odds."""
    if obstacles := _obstacles(definition):
        return Examination(problems=obstacles)
    found = _odds(definition)
    return Examination(problems=list(share_problems(definition, found)), odds=found)


def _question(question: Question, weights: ChoiceWeights) -> Question:
    choices = (_choice(choice, weights.get((question.key, choice.key), {})) for choice in question.choices)
    return replace(question, choices=tuple(choices))


def _choice(choice: Choice, weights: Mapping[str, int]) -> Choice:
    return replace(choice, weights={**choice.weights, **weights}) if weights else choice


def _obstacles(definition: Definition) -> list[Problem]:
    try:
        authoring.check(dump(definition))
    except QuizFileError as error:
        return to_examination(error).problems
    if all(map(can_be_answered, definition.questions)):
        return []
    return [problem for problem in question_problems(definition) if problem.blocking]


@lru_cache(maxsize=32)
def _odds(definition: Definition) -> Distribution:
    return distribution(definition, state_cap=STATE_CAP, samples=SAMPLES)
