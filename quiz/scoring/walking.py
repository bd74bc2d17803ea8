"""The way that answers take through the questions."""

from __future__ import annotations

from dataclasses import dataclass

from quiz.scoring.answering import check_answer, is_neutral, jump, points, target
from quiz.scoring.definition import Answers, Choice, Definition, Question

REMEMBERED = 100  # answers a question: every one of most, a few of a multiple with thousands


class IncompleteError(ValueError):
    """Answers that cannot be scored yet; ``missing`` names the questions, as far as the path is certain."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(f"unanswered: {', '.join(missing)}")
        self.missing = missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An answered question on the path, its choices in the authored order."""

    question: Question
    chosen: tuple[Choice, ...]

    @property
    def is_neutral(self) -> bool:
        return is_neutral(self.chosen)

    def weight(self, scale: str) -> int:
        """What the answer gives to a scale."""
        return sum(choice.weights.get(scale, 0) for choice in self.chosen)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(choice.key for choice in self.chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """The answered steps, and the question that the path stops at; None when it reached the end."""

    steps: tuple[Step, ...]
    pending: Question | None


def walk(definition: Definition, answers: Answers) -> Walk:
    """Follow the answers until a question has no valid one. Answers off the path are never looked at."""
    steps: list[Step] = []
    place = 0
    while place < len(definition.questions):
        question = definition.questions[place]
        step = answered(question, answers)
        if step is None:
            return Walk(steps=tuple(steps), pending=question)
        steps.append(step)
        place = target(definition, place, jump(definition, step.chosen))
    return Walk(steps=tuple(steps), pending=None)


def answered(question: Question, answers: Answers) -> Step | None:
    """The step of this question, or None when its answer is absent or not valid."""
    keys = answers.get(question.key)
    if keys is None:
        return None
    step = question.steps.get(tuple(keys))
    return step or _check(question, tuple(keys))


def _check(question: Question, keys: tuple[str, ...]) -> Step | None:
    if check_answer(question, keys) is not None:
        return None
    step = Step(question=question, chosen=question.chosen(keys))
    if len(question.steps) < REMEMBERED:
        question.steps[keys] = step
    return step


def complete_steps(definition: Definition, answers: Answers) -> tuple[Step, ...]:
    """The steps of answers that reached the end.

    An optional question without an entry counts as blank; an entry that is not valid never does, so that damage is
    not scored in silence. Raises IncompleteError otherwise.
    """
    blanks = {each.key: () for each in definition.questions if each.may_be_blank and each.key not in answers}
    taken = walk(definition, {**answers, **blanks} if blanks else answers)
    if taken.pending is not None:
        raise IncompleteError(_missing(definition, answers, taken.pending))
    return taken.steps


def _missing(definition: Definition, answers: Answers, first: Question) -> tuple[str, ...]:
    missing: list[str] = []
    place = definition.place(first.key)
    while place < len(definition.questions):
        question = definition.questions[place]
        step = answered(question, answers)
        if step is None and (not question.may_be_blank or question.key in answers):
            missing.append(question.key)
            if any(points(definition, choice) for choice in question.choices):
                break
        place = target(definition, place, jump(definition, step.chosen if step else ()))
    return tuple(missing)
