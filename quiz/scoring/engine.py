"""From complete answers to an outcome.

Everything is exact: sums are integers, scores are fractions, and a tie is an equality. A tie goes to the quiz's rule:
`order` takes the first tied type in the authored order; `question` and `ask` take the one that the named answer
gives the most weight, and fall back to `order` among those it gives the same. Nothing is ever random.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from quiz.scoring.format.definition import Definition
from quiz.scoring.format.parts import Answers
from quiz.scoring.logics import Case, Verdict, decide, rules_of
from quiz.scoring.outcome import Outcome
from quiz.scoring.plan import Plan, plan_of
from quiz.scoring.steps import Step
from quiz.scoring.walking import complete_steps


def score(definition: Definition, answers: Answers) -> Outcome:
    """Return the outcome of complete answers; the same definition and answers give the same outcome for ever.

    Answers off the path, and a tie answer without a tie, are ignored. The tie question alone may be unanswered:
    `order` decides then. An optional question without an entry counts as blank. Raises IncompleteError, naming
    the questions, when a required question on the path is unanswered or an entry on it is not valid; on anything
    else it never raises.
    """
    plan = plan_of(definition)
    return score_steps(plan, complete_steps(plan, answers), answers)


def score_steps(plan: Plan, steps: tuple[Step, ...], answers: Answers) -> Outcome:
    """Return the outcome of a complete path; only the answer to the tie question is taken from `answers`."""
    case = case_of(plan, steps, answers)
    return _outcome(case, decide(case))


def case_of(plan: Plan, steps: tuple[Step, ...], answers: Answers) -> Case:
    """Add up a complete path, ready to decide."""
    return Case(plan=plan, steps=steps, sums=add_up(plan.definition, steps), answers=answers)


def add_up(definition: Definition, steps: Iterable[Step]) -> dict[str, int]:
    """Return scale → raw sum of the chosen weights, a column for each of `scale_keys`."""
    sums = dict.fromkeys(definition.scale_keys, 0)
    for step in steps:
        for choice in step.chosen:
            for scale, weight in choice.weights.items():
                sums[scale] += weight
    return sums


def _outcome(case: Case, verdict: Verdict) -> Outcome:
    chosen = [choice for step in _with_decider(case.steps, verdict.decider) for choice in step.chosen]
    return Outcome(
        type=verdict.type,
        sums=case.sums,
        scores=verdict.scores,
        nearness=rules_of(case.definition).nearness(case, verdict.type),
        tied=verdict.tied,
        gates=_fired_gates(case.definition, case.sums),
        code=verdict.code,
        require=_distinct(tag for choice in chosen for tag in choice.require),
        avoid=_distinct(tag for choice in chosen for tag in choice.avoid),
        path=tuple(step.question.key for step in case.steps),
    )


def _with_decider(steps: Sequence[Step], decider: Step | None) -> list[Step]:
    # The tie question's tags count when it was asked; an ordinary deciding question is on the path already.
    return [*steps, *([decider] if decider and decider not in steps else [])]


def _fired_gates(definition: Definition, sums: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(index for index, gate in enumerate(definition.gates) if sums[gate.scale] >= gate.at_least)


def _distinct(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tags))
