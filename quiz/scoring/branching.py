"""Which question comes next, and how far it still is."""

from __future__ import annotations

from quiz.scoring.engine import case_of
from quiz.scoring.format.definition import Definition
from quiz.scoring.format.parts import TIE, Answers, Question
from quiz.scoring.logics import decide
from quiz.scoring.logics.ties import still_to_ask
from quiz.scoring.plan import plan_of
from quiz.scoring.walking import walk_path


def path(definition: Definition, answers: Answers) -> tuple[Question, ...]:
    """Return the questions as far as the answers lead, the first unanswered one included, the tie question not."""
    walk = walk_path(plan_of(definition), answers)
    behind = tuple(step.question for step in walk.steps)
    return (*behind, walk.pending) if walk.pending else behind


def next_question(definition: Definition, answers: Answers) -> Question | None:
    """Return the first unanswered question on the path; None when there is nothing left to ask.

    An entry that is not valid counts as unanswered. The tie question comes last, under the key `tie`, and only when
    the outcome ties.
    """
    plan = plan_of(definition)
    walk = walk_path(plan, answers)
    if walk.pending or not definition.tie_question:
        return walk.pending
    verdict = decide(case_of(plan, walk.steps, answers))
    return still_to_ask(definition, verdict)


def position(definition: Definition, answers: Answers, question_key: str) -> tuple[int, int]:
    """Return the step of a question on the path, from 1, and how many steps the longest path through it has.

    The total counts the tie question whenever one may follow, so it only ever shrinks on the way. KeyError when the
    question is not on the path of these answers.
    """
    keys = [question.key for question in path(definition, answers)]
    extra = 1 if definition.tie_question else 0
    if question_key == TIE and extra:
        return len(keys) + 1, len(keys) + 1
    if question_key not in keys:
        raise KeyError(question_key)
    step = keys.index(question_key) + 1
    return step, step - 1 + plan_of(definition).longest[definition.index_of(question_key)] + extra
