"""The path that answers take through the questions."""

from __future__ import annotations

from dataclasses import dataclass

from quiz.scoring.format.parts import Answers, Question
from quiz.scoring.jumps import is_jump
from quiz.scoring.plan import Plan
from quiz.scoring.steps import Step


class IncompleteError(ValueError):
    """Answers that cannot be scored yet; `missing` names the questions, as far as the path is certain."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(f"unanswered: {', '.join(missing)}")
        self.missing = missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """The answered steps, and the question that the path stops at; None when it reached the end."""

    steps: tuple[Step, ...]
    pending: Question | None


def walk_path(plan: Plan, answers: Answers) -> Walk:
    """Follow the answers until a question has no valid one. Answers off the path are never looked at."""
    questions = plan.definition.questions
    steps: list[Step] = []
    index = 0
    while index < len(questions):
        question = questions[index]
        step = answered_step(plan, question, answers)
        if step is None:
            return Walk(steps=tuple(steps), pending=question)
        steps.append(step)
        index = step.leads_to
    return Walk(steps=tuple(steps), pending=None)


def answered_step(plan: Plan, question: Question, answers: Answers) -> Step | None:
    """Return the step of this question, or None when its answer is absent or not valid."""
    keys = answers.get(question.key)
    return None if keys is None else plan.step(question, keys)


def complete_steps(plan: Plan, answers: Answers) -> tuple[Step, ...]:
    """Return the steps of answers that reached the end.

    An optional question without an entry counts as blank; an entry that is not valid never does, so that damage is
    not scored in silence. Raises IncompleteError otherwise.
    """
    questions = plan.definition.questions
    blanks = {question.key: () for question in questions if question.may_be_blank and question.key not in answers}
    walk = walk_path(plan, {**answers, **blanks} if blanks else answers)
    if walk.pending is not None:
        raise IncompleteError(_missing_questions(plan, answers, walk.pending))
    return walk.steps


def _missing_questions(plan: Plan, answers: Answers, first: Question) -> tuple[str, ...]:
    definition = plan.definition
    missing: list[str] = []
    index = definition.index_of(first.key)
    while index < len(definition.questions):
        question = definition.questions[index]
        step = answered_step(plan, question, answers)
        if step is None and (not question.may_be_blank or question.key in answers):
            missing.append(question.key)
            if any(is_jump(definition, choice) for choice in question.choices):
                break
        index = step.leads_to if step else index + 1
    return tuple(missing)
