"""Answers that differ in nothing scoring can see, merged.

Two answers to a question are interchangeable when they give the same weights, lead to the same place and agree on
being neutral. A `multiple` with many choices has far fewer effects than answers, and the merging never lists
its sets one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from quiz.scoring.answering import check_answer, size_limits
from quiz.scoring.effects.sets import answer_sets
from quiz.scoring.effects.sites import Answered, Effect, Site


def answer_effects(site: Site, limit: int | None = None) -> dict[Effect, Answered]:
    """Return every admissible answer to the question, merged by effect, in a fixed order.

    Raises TooLargeError when more than `limit` different sets have to be told apart on the way.
    """
    return _merge([*_short_answers(site), *(answer_sets(site, limit) if size_limits(site.question)[1] > 1 else ())])


def near_effects(site: Site) -> dict[Effect, Answered]:
    """Return the same for answers near the current one: a blank, a single choice, and at most two choices changed."""
    return _merge(
        [
            *_short_answers(site),
            *((site.effect_of(keys), Answered(1, change, keys)) for keys, change in _near_answers(site)),
        ]
    )


def _merge(found: Iterable[tuple[Effect, Answered]]) -> dict[Effect, Answered]:
    by_effect: dict[Effect, Answered] = {}
    for effect, answered in found:
        by_effect[effect] = by_effect[effect].merge(answered) if effect in by_effect else answered
    return by_effect


def _short_answers(site: Site) -> Iterator[tuple[Effect, Answered]]:
    """Yield the blank, and each choice alone."""
    fewest, most = size_limits(site.question)
    if site.question.may_be_blank:
        yield site.effect(()), Answered(1, len(site.current), ())
    if fewest == 1 <= most:
        for choice in site.question.choices:
            yield site.effect((choice,)), Answered(1, site.change_to(choice), (choice.key,))


def _near_answers(site: Site) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield sets of two choices and more that differ from the current answer in one or two, with that number."""
    keys = [choice.key for choice in site.question.choices]
    for change in (1, 2):
        for changed in combinations(keys, change):
            near = tuple(key for key in keys if (key in site.current) != (key in changed))
            if len(near) > 1 and check_answer(site.question, near) is None:
                yield near, change
