"""The smallest change of one answer that gives another type.

A change is smaller when fewer choices change (a ``scale`` counts the notches it moves), then when it moves the
deciding weights less, then when its question comes earlier, then when its choices come earlier in the authored order.
A change may alter the path; it counts only when the answers are still complete then. Where a ``multiple`` has thousands
of sets that differ in effect, only its blank, its single choices, and changes of one or two choices are looked at: a
larger change would explain nothing to anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quiz.scoring.definition import TIE, Answers, Definition
from quiz.scoring.effects import effects, near_effects
from quiz.scoring.engine import case_of
from quiz.scoring.explanation import Flip
from quiz.scoring.logics import decide, still_to_ask
from quiz.scoring.outcome import Outcome
from quiz.scoring.sites import Answered, Effect, Site, TooLargeError, deciding_columns
from quiz.scoring.walking import Step, answered, walk

FEW_ENOUGH = 2_000


def smallest_flip(definition: Definition, answers: Answers, steps: Sequence[Step], outcome: Outcome) -> Flip | None:
    """The first change in the order above that a replay proves to give another type, or None."""
    whole = {**answers, **{step.question.key: step.keys for step in steps}}
    for change in sorted(_changes(definition, whole, steps, outcome), key=lambda each: each.rank):
        replayed = {**whole, change.step.question.key: change.keys}
        new = _type_of(definition, replayed)
        if new not in (None, outcome.type):
            return Flip(question=change.step.question.key, before=change.step.keys, after=change.keys, type=new)
    return None


def _type_of(definition: Definition, answers: Answers) -> str | None:
    """The type that answers lead to, or None when something is still to ask, be it the tie question."""
    taken = walk(definition, answers)
    if taken.pending:
        return None
    verdict = decide(case_of(definition, taken.steps, answers))
    return None if still_to_ask(definition, verdict) else verdict.type


@dataclass(frozen=True, slots=True)
class _Change:
    rank: tuple[int, int, int, tuple[int, ...]]
    step: Step
    keys: tuple[str, ...]


def _changes(definition: Definition, answers: Answers, steps: Sequence[Step], outcome: Outcome) -> Iterator[_Change]:
    for order, step in enumerate(_changeable(definition, answers, steps, outcome)):
        for size, moved, places, keys in _other_answers(definition, step):
            yield _Change((size, moved, order, places), step, keys)


type _Other = tuple[int, int, tuple[int, ...], tuple[str, ...]]


def _other_answers(definition: Definition, step: Step) -> list[_Other]:
    """What else could have been answered: how much changes, how far the weights move, the places, the keys."""
    known = definition.changes.get((step.question.key, step.keys))
    if known is None:
        known = list(_find_others(definition, step))
        if step.question.kind != "multiple":  # whose answers may be thousands
            definition.changes[step.question.key, step.keys] = known
    return known


def _find_others(definition: Definition, step: Step) -> Iterator[_Other]:
    site = _site(definition, step)
    now = site.effect(step.chosen)
    for effect, found in _effects(site).items():
        if effect != now:
            yield found.change, _moved(now, effect), _places(step, found.keys), found.keys


def _effects(site: Site) -> dict[Effect, Answered]:
    try:
        return effects(site, FEW_ENOUGH)
    except TooLargeError:
        return near_effects(site)


def _changeable(definition: Definition, answers: Answers, steps: Sequence[Step], outcome: Outcome) -> list[Step]:
    """The steps, and the tie question's when it was asked and answered."""
    asked = answered(definition.tie_question, answers) if outcome.tie and definition.tie_question else None
    return [*steps, asked] if asked else list(steps)


def _site(definition: Definition, step: Step) -> Site:
    key = step.question.key
    return Site(
        definition=definition,
        place=len(definition.questions) if key == TIE else definition.place(key),
        question=step.question,
        columns=deciding_columns(definition),
        current=step.keys,
    )


def _moved(now: Effect, then: Effect) -> int:
    return sum(abs(a - b) for a, b in zip(now.weights, then.weights, strict=True))


def _places(step: Step, keys: tuple[str, ...]) -> tuple[int, ...]:
    wanted = frozenset(keys)
    return tuple(place for place, choice in enumerate(step.question.choices) if choice.key in wanted)
