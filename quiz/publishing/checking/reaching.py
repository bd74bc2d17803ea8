"""The reachable questions, endings and sums of a quiz, over all paths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from quiz.scoring import Band, Definition
from quiz.scoring.effects.merging import answer_effects
from quiz.scoring.effects.reach import lowest_weight
from quiz.scoring.effects.sites import Site


@dataclass(frozen=True, slots=True)
class Sums:
    """A set of sums as a bit set: bit n is the sum n − offset, so that adding a weight to all sums is one shift."""

    bits: int
    offset: int

    def __bool__(self) -> bool:
        return bool(self.bits)

    @property
    def least(self) -> int:
        return (self.bits & -self.bits).bit_length() - 1 - self.offset

    @property
    def most(self) -> int:
        return self.bits.bit_length() - 1 - self.offset

    def within(self, band: Band) -> Sums:
        return Sums(self.bits & self._mask(band), self.offset)

    def without(self, bands: Iterable[Band]) -> Sums:
        bits = self.bits
        for band in bands:
            bits &= ~self._mask(band)
        return Sums(bits, self.offset)

    def _mask(self, band: Band) -> int:
        width = self.bits.bit_length()
        low = min(max(band.low + self.offset, 0), width)
        high = min(max(band.high + self.offset + 1, 0), width)
        return (1 << high) - (1 << low) if high > low else 0


def reached_questions(definition: Definition) -> set[int]:
    """Return the indexes of the reachable questions; the end has the index after the last question."""
    reached = {0}
    for index in range(len(definition.questions)):
        if index in reached:
            reached |= {effect.target for effect in answer_effects(_site(definition, index))}
    return reached


def endings(definition: Definition) -> Iterator[tuple[str, str | None]]:
    """Yield the location of every answer that ends the quiz, and the answer's leaf.

    The location is a choice's; it is the question's for a blank answer and for several choices.
    """
    end = len(definition.questions)
    for index in sorted(reached_questions(definition) - {end}):
        site, path = _site(definition, index), f"questions[{index}]"
        for number, choice in enumerate(site.question.choices):
            if (effect := site.effect((choice,))).target == end:
                yield f"{path}.choices[{number}]", effect.leaf
        for effect, answered in answer_effects(site).items():
            if effect.target == end and len(answered.keys) != 1:
                yield path, effect.leaf


def sums_of(definition: Definition, scale: str) -> Sums:
    """Return all sums of a scale that complete answers can have."""
    offset = -sum(min(lowest_weight(question, scale), 0) for question in definition.questions)
    reached: defaultdict[int, int] = defaultdict(int, {0: 1 << offset})
    for index in range(len(definition.questions)):
        bits = reached.pop(index, 0)
        for effect in answer_effects(_site(definition, index, scale)) if bits else ():
            (weight,) = effect.weights
            reached[effect.target] |= bits << weight if weight >= 0 else bits >> -weight
    return Sums(reached[len(definition.questions)], offset)


def _site(definition: Definition, index: int, *scales: str) -> Site:
    return Site(definition=definition, index=index, question=definition.questions[index], columns=scales)
