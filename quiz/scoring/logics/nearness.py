"""How near each type is, 0…1, for people to read. It decides nothing.

Each logic measures it in its own way: `nearness` in its module says how. Everything is clipped to 0…1, a divisor of 0
or less gives 0, and neutrally answered questions do not count.

Where points are not divided by what a type could reach, another type may come nearer to its own most than the one that
came out with more points. Beside each other the types are shown by `compared_nearness`, which keeps that apart.
"""

from __future__ import annotations

from fractions import Fraction

from quiz.scoring.format.definition import Definition
from quiz.scoring.logics.case import clip
from quiz.scoring.outcome import Outcome


def compared_nearness(definition: Definition, outcome: Outcome) -> dict[str, Fraction]:
    """Return type → nearness by the measure that decided, so that no type stands above the one that came out.

    The scores of points are all divided by one number, the highest score that any type could have reached, as far as
    the types with points tell. Under `normalise` max, and in the other logics, the nearness itself is that measure.
    """
    if definition.logic != "points" or definition.normalise == "max":
        return dict(outcome.nearness)
    most = [outcome.scores[key] / near for key, near in outcome.nearness.items() if near]
    highest = max(most, default=Fraction(0))
    return {key: clip(score / highest) if highest else Fraction(0) for key, score in outcome.scores.items()}
