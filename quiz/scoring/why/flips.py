"""The smallest change of one answer that gives another type.

A change is smaller when fewer choices change (a `scale` counts the notches it moves), then when it moves the deciding
weights less, then when its question comes earlier, then when its choices come earlier in the authored order. A change
may alter the path; it counts only when the answers are still complete then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quiz.scoring.engine import case_of
from quiz.scoring.format.parts import Answers
from quiz.scoring.logics import decide
from quiz.scoring.logics.ties import still_to_ask
from quiz.scoring.outcome import Outcome
from quiz.scoring.plan import Plan
from quiz.scoring.steps import Step
from quiz.scoring.walking import answered_step, walk_path
from quiz.scoring.why.explanation import Flip


def smallest_flip(plan: Plan, answers: Answers, steps: Sequence[Step], outcome: Outcome) -> Flip | None:
    """Return the first change in the order above that a replay proves to give another type, or None."""
    whole = {**answers, **{step.question.key: step.keys for step in steps}}
    for change in sorted(_possible_changes(plan, whole, steps, outcome), key=lambda change: change.rank):
        replayed = {**whole, change.step.question.key: change.keys}
        new = _type_of(plan, replayed)
        if new not in (None, outcome.type):
            return Flip(question=change.step.question.key, before=change.step.keys, after=change.keys, type=new)
    return None


def _type_of(plan: Plan, answers: Answers) -> str | None:
    """Return the type that answers lead to, or None when something is still to ask, be it the tie question."""
    walk = walk_path(plan, answers)
    if walk.pending:
        return None
    verdict = decide(case_of(plan, walk.steps, answers))
    return None if still_to_ask(plan.definition, verdict) else verdict.type


@dataclass(frozen=True, slots=True)
class _Change:
    rank: tuple[int, int, int, tuple[int, ...]]
    step: Step
    keys: tuple[str, ...]


def _possible_changes(plan: Plan, answers: Answers, steps: Sequence[Step], outcome: Outcome) -> Iterator[_Change]:
    for order, step in enumerate(_changeable_steps(plan, answers, steps, outcome)):
        for other in plan.alternatives(step):
            yield _Change((other.change, other.moved, order, other.indices), step, other.keys)


def _changeable_steps(plan: Plan, answers: Answers, steps: Sequence[Step], outcome: Outcome) -> list[Step]:
    """Return the steps, and the tie question's when it was asked and answered."""
    question = plan.definition.tie_question
    asked = answered_step(plan, question, answers) if outcome.tie and question else None
    return [*steps, asked] if asked else list(steps)
