"""Which types share the best score, and which of them the quiz's rule takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from quiz.scoring.format.definition import Definition
from quiz.scoring.format.parts import Answers, Question
from quiz.scoring.logics.case import Verdict
from quiz.scoring.plan import Plan
from quiz.scoring.steps import Step
from quiz.scoring.walking import answered_step


def best_types(scores: Mapping[str, Fraction]) -> tuple[str, ...]:
    """Return the types with the best score, in the authored order."""
    best = max(scores.values(), default=0)
    return tuple(key for key, score in scores.items() if score == best)


def deciding_step(plan: Plan, steps: Sequence[Step], answers: Answers) -> Step | None:
    """Return the answer whose weights settle a tie; None under `order`, off the path, or not asked yet."""
    definition = plan.definition
    rule, question = definition.tie_break.rule, definition.tie_break.question
    if rule == "question":
        return next((step for step in steps if step.question.key == question), None)
    return answered_step(plan, definition.tie_question, answers) if definition.tie_question else None


def break_tie(tied: Sequence[str], step: Step | None) -> str:
    """Return one of the tied types: the one that `step` gives the most, then the first in the authored order."""
    if step is None:
        return tied[0]
    return max(tied, key=step.weight)


def still_to_ask(definition: Definition, verdict: Verdict) -> Question | None:
    """Return the tie question when this verdict waits for its answer; one without choices is never waited for."""
    question = definition.tie_question
    waits = verdict.tied and not verdict.decider and question and question.choices
    return question if waits else None
