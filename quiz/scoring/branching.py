"""Which question comes next, and how far it still is.

A choice may jump forward by ``next`` to a later question or to the end. When several chosen choices of a
``multiple`` point somewhere, the first of them in the authored order decides; a blank, and choices that point
nowhere, go on to the next question in the authored order.
"""

from __future__ import annotations

from collections.abc import Iterator

from quiz.scoring.answering import points, sizes, target
from quiz.scoring.definition import TIE, Answers, Choice, Definition, Question
from quiz.scoring.engine import case_of
from quiz.scoring.logics import decide, still_to_ask
from quiz.scoring.walking import walk


def path(definition: Definition, answers: Answers) -> tuple[Question, ...]:
    """The questions as far as the answers lead, the first unanswered one included, the tie question not."""
    taken = walk(definition, answers)
    behind = tuple(step.question for step in taken.steps)
    return (*behind, taken.pending) if taken.pending else behind


def next_question(definition: Definition, answers: Answers) -> Question | None:
    """The first unanswered question on the path; None when there is nothing left to ask.

    An entry that is not valid counts as unanswered. The tie question comes last, under the key ``tie``, and only when
    the outcome ties.
    """
    taken = walk(definition, answers)
    if taken.pending or not definition.tie_question:
        return taken.pending
    verdict = decide(case_of(definition, taken.steps, answers))
    return still_to_ask(definition, verdict)


def position(definition: Definition, answers: Answers, question_key: str) -> tuple[int, int]:
    """The step of a question on the path, from 1, and how many steps the longest way on from it would make.

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
    return step, step - 1 + _longest(definition)[definition.place(question_key)] + extra


def _longest(definition: Definition) -> list[int]:
    """For each place, how many questions the longest way from it to the end asks, itself included."""
    if not definition.longest:
        longest = [0] * (len(definition.questions) + 1)
        for place in reversed(range(len(definition.questions))):
            longest[place] = 1 + max((longest[each] for each in targets(definition, place)), default=0)
        definition.longest.extend(longest)
    return definition.longest


def targets(definition: Definition, place: int) -> set[int]:
    """The places that the admissible answers of one question lead to."""
    question = definition.questions[place]
    return {target(definition, place, choice) for choice in _deciders(definition, question)}


def _deciders(definition: Definition, question: Question) -> Iterator[Choice | None]:
    """The choices that can decide where an answer leads; None when an answer can decide nothing."""
    low, high = sizes(question)
    together = [choice for choice in question.choices if not choice.exclusive]
    if low == 1 <= high:
        yield from (_decider(definition, choice) for choice in question.choices)
    for place, choice in enumerate(together):
        # The rest must fill the answer without a choice before this one that points somewhere itself.
        before = [each for each in together[:place] if not points(definition, each)]
        if points(definition, choice) and low <= min(high, len(before) + len(together) - place):
            yield choice
    silent = [choice for choice in together if not points(definition, choice)]
    if question.may_be_blank or low <= min(high, len(silent)):
        yield None


def _decider(definition: Definition, choice: Choice) -> Choice | None:
    return choice if points(definition, choice) else None
