"""How long the exact distribution takes, beside walking through every path: ``python -m benchmarks.scoring``.

The walk is as quick as plain Python makes it: sums are kept along the way, and nothing is scored but the winner. Up to
``MEASURED`` paths it runs to its end and its shares are compared; beyond, its time is that of the first paths times
their number, and marked as such. Each exact run has a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from multiprocessing import get_context
from operator import add
from random import Random
from resource import RUSAGE_SELF, getrusage
from time import process_time

from quiz.scoring import Choice, Definition, Distribution, Question, Type, distribution

MEASURED = 20_000_000
QUICKLY_MEASURED = 1_100_000
SAMPLE = 200_000

type Weights = tuple[tuple[int, ...], ...]
"""One question: the weights of each choice, a number a type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """``weights`` is how many of a choice's weights are not zero; None means all, drawn from −2…3."""

    questions: int
    choices: int
    types: int
    weights: int | None = None

    @property
    def paths(self) -> int:
        return int(self.choices**self.questions)

    def __str__(self) -> str:
        sparse = f", {self.weights} weights a choice" if self.weights else ""
        return f"{self.questions} × {self.choices} × {self.types}{sparse}"


@dataclass(frozen=True, slots=True)
class Exact:
    result: Distribution
    seconds: float
    megabytes: int


SHAPES = (
    Shape(questions=8, choices=4, types=5),
    Shape(questions=10, choices=4, types=6),
    Shape(questions=12, choices=4, types=6),
    Shape(questions=15, choices=4, types=6),
    Shape(questions=15, choices=5, types=8, weights=2),
)


def draw(shape: Shape) -> list[Weights]:
    """The same random weights every time."""
    random = Random(1)  # noqa: S311
    return [tuple(_draw_choice(random, shape) for _ in range(shape.choices)) for _ in range(shape.questions)]


def _draw_choice(random: Random, shape: Shape) -> tuple[int, ...]:
    if shape.weights is None:
        return tuple(random.randint(-2, 3) for _ in range(shape.types))
    chosen = {each: random.choice((-2, -1, 1, 2, 3)) for each in random.sample(range(shape.types), shape.weights)}
    return tuple(chosen.get(each, 0) for each in range(shape.types))


def build(shape: Shape) -> Definition:
    """A points quiz of this shape."""
    types = tuple(Type(key=f"t{each}", name=f"T{each}") for each in range(shape.types))
    questions = tuple(_question(place, weights) for place, weights in enumerate(draw(shape)))
    return Definition(slug="bench", language="en", title="Bench", logic="points", types=types, questions=questions)


def _question(place: int, weights: Weights) -> Question:
    choices = tuple(
        Choice(key=f"c{each}", text="", weights={f"t{key}": weight for key, weight in enumerate(given)})
        for each, given in enumerate(weights)
    )
    return Question(key=f"q{place}", text="", kind="single", choices=choices)


def exact(shape: Shape) -> Exact:
    """The distribution in a process of its own, in CPU seconds."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_exact, (shape,))


def _exact(shape: Shape) -> Exact:
    definition = build(shape)
    start = process_time()
    result = distribution(definition)
    return Exact(result, process_time() - start, getrusage(RUSAGE_SELF).ru_maxrss // 1024)


def walk(shape: Shape, limit: int) -> tuple[float, dict[str, Fraction], Fraction]:
    """(CPU seconds, shares, share of ties) of at most ``limit`` paths, one after the other."""
    wins, ties, count = [0] * shape.types, 0, 0
    start = process_time()
    for sums in islice(_sums(draw(shape), [0] * shape.types), limit):
        best = max(sums)
        wins[sums.index(best)] += 1
        ties += sums.count(best) > 1
        count += 1
    seconds = process_time() - start
    return seconds, {f"t{each}": Fraction(won, count) for each, won in enumerate(wins)}, Fraction(ties, count)


def _sums(questions: list[Weights], before: list[int]) -> Iterator[list[int]]:
    if len(questions) == 1:
        for weights in questions[0]:
            yield list(map(add, before, weights))
        return
    for weights in questions[0]:
        yield from _sums(questions[1:], list(map(add, before, weights)))


def compare(shape: Shape, measured: int) -> str:
    """One line of the table. SystemExit when the two disagree."""
    found = exact(shape)
    is_measured = shape.paths <= measured
    seconds, shares, ties = walk(shape, shape.paths if is_measured else SAMPLE)
    odds = {key: each.share for key, each in found.result.types.items()}
    if is_measured and (shares, ties) != (odds, found.result.ties):
        raise SystemExit(f"{shape}: the walk and the distribution disagree")
    walked = seconds if is_measured else seconds * shape.paths / SAMPLE
    return (
        f"| {shape} | {shape.paths:,} | {'' if is_measured else '~ '}{walked:,.2f}{'' if is_measured else ' *'} "
        f"| {found.seconds:.3f} | {walked / found.seconds:,.0f} × | {found.result.states:,} | {found.megabytes} "
        f"| {'exact' if found.result.exact else 'sampled'} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="extrapolate from a million paths on; skip the largest")
    quick = parser.parse_args().quick
    print("| questions × choices × types | paths | walk, CPU s | distribution, CPU s | ratio | states | peak MB | |")
    print("|---|---|---|---|---|---|---|---|")
    for shape in SHAPES[:4] if quick else SHAPES:
        print(compare(shape, QUICKLY_MEASURED if quick else MEASURED), flush=True)
    print(
        "\n* extrapolated from the time of the first paths; every other walk ran to its end and found the same shares."
    )


if __name__ == "__main__":
    main()
