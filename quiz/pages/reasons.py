"""Why a type came out, in words that quote the person's own choices."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from quiz.scoring import AxisSide, Contribution, Definition, Explanation

SHOWN = 3
AT_LEAST = 2


def read_reasons(definition: Definition, text: str) -> Reasons:
    """Return the words for a stored explanation, in the language of the moment."""
    return Reasons(definition=definition, why=Explanation.from_data(json.loads(text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Sentences ready to print: what spoke for the type and against it, where it lies, and what would flip it."""

    definition: Definition
    why: Explanation

    def __iter__(self) -> Iterator[SafeString]:
        match self.definition.logic:
            case "flow":
                yield from self.on_the_way()
            case "bands":
                yield from self.adding_up()
            case _:
                yield from self.speaking()
                yield from self.against()
        yield from self.bands()
        yield from self.axes()
        yield from self.flip()

    def on_the_way(self) -> Iterator[SafeString]:
        for told in self._told():
            yield self._say(_("You chose {quote}, which led on towards {type}."), told)

    def adding_up(self) -> Iterator[SafeString]:
        """What the answers added to the total, the most first; a band may lie low, so that is neither good nor bad."""
        ranked = sorted(self._told(), key=lambda told: -abs(told.amount))
        for told in ([told for told in ranked if told.amount] or ranked)[:SHOWN]:
            number = 1 if abs(told.amount) == 1 else 2  # a fraction is plural, too
            yield self._say(ngettext("{quote}: {points} point.", "{quote}: {points} points.", number), told)

    def speaking(self) -> Iterator[SafeString]:
        """At least two of the person's own answers: those that spoke for the type, strongest first."""
        ranked = sorted(self._told(), key=lambda told: -told.amount)
        strong = [told for told in ranked if told.amount > 0][:SHOWN]
        words = [
            _("You answered {quote}: that spoke most clearly for {type}."),
            _("{quote} is an answer that suits {type}, too."),
            _("{quote} pointed the same way."),
        ]
        yield from (self._say(sentence, told) for sentence, told in zip(words, strong, strict=False))
        open_ones = [told for told in ranked if told.amount == 0][: max(0, AT_LEAST - len(strong))]
        yield from (self._say(_("You answered {quote}: that left every type open."), told) for told in open_ones)

    def against(self) -> Iterator[SafeString]:
        lowest = min(self._told(), key=lambda told: told.amount, default=None)
        if lowest and lowest.amount < 0:
            yield self._say(_("{quote} spoke rather for another type; all in all {type} was nearest."), lowest)

    def bands(self) -> Iterator[SafeString]:
        if place := self.why.bands:
            ends = [end for band in self.definition.bands for end in (band.low, band.high)]
            sentence = _("Your answers come to {total}, on a scale from {lowest} to {highest} points.")
            yield format_html(sentence, total=place.total, lowest=min(ends), highest=max(ends))
            for next_door in filter(None, (place.above, place.below)):
                sentence = ngettext(
                    "{distance} point away lies {type}.", "{distance} points away lies {type}.", next_door.distance
                )
                yield format_html(sentence, distance=next_door.distance, type=self._name(next_door.type))

    def axes(self) -> Iterator[SafeString]:
        for scale, axis in zip(self.definition.scales, self.why.axes, strict=False):
            near, far = (scale.high, scale.low) if axis.side == "+" else (scale.low, scale.high)
            more, less = weigh(axis)
            sentence = _("Between {far} and {near}, you are on the side of {near}.")
            if axis.margin == 0:
                sentence = _("Between {far} and {near}, you are just in the middle, which counts as {near}.")
            elif more - less == axis.margin:  # unless an answer that counted is deleted
                sentence = _("Between {far} and {near}, your answers speak {more} to {less} for {near}.")
            yield format_html(sentence, near=near, far=far, more=more, less=less)

    def flip(self) -> Iterator[SafeString]:
        if flip := self.why.flip:
            yield format_html(
                _("If you had answered {after} to {question}, you would be {type}."),
                after=self._quote(flip.question, flip.after, alone=True),
                question=self._own_words(self.definition.question(flip.question).text),
                type=self._name(flip.type),
            )

    def _told(self) -> list[Contribution]:
        return [told for told in self.why.contributions if told.choices]

    def _say(self, sentence: str, told: Contribution) -> SafeString:
        quote, name = self._quote(told.question, told.choices), self._name(self.why.type)
        return format_html(sentence, quote=quote, type=name, points=f"{float(told.amount):+g}")

    def _quote(self, question: str, keys: Iterable[str], *, alone: bool = False) -> SafeString:
        asked = self.definition.question(question)
        texts = [choice.text for choice in asked.chosen(keys)]
        if not texts:
            return format_html("{}", _("nothing"))
        chosen = self._own_words(_(" and ").join(texts))
        # "Somewhat" says nothing without its question, and what is to be avoided would say the contrary.
        needs_question = asked.kind == "scale" or any(choice.avoid for choice in asked.chosen(keys))
        words = _("{choice} to {question}") if needs_question and not alone else "{choice}"
        return format_html(words, choice=chosen, question=self._own_words(asked.text))

    def _own_words(self, text: str) -> SafeString:
        """Quote the author, whose language may be another than that of the page."""
        if self.definition.language == get_language():
            return format_html("<q>{}</q>", text)
        return format_html('<q lang="{}">{}</q>', self.definition.language, text)

    def _name(self, key: str) -> SafeString:
        """Print a type's name, in the author's language, so that no line ends within it."""
        name = self.definition.type(key).name
        return format_html('<span class="word" lang="{}">{}</span>', self.definition.language, name)


def weigh(axis: AxisSide) -> tuple[int, int]:
    """Return the points that the answers gave to the side where a person is, and to the other."""
    sign = 1 if axis.side == "+" else -1
    amounts = [int(sign * each.amount) for each in axis.contributions]
    return sum(each for each in amounts if each > 0), -sum(each for each in amounts if each < 0)
