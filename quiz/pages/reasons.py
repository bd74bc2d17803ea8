"""The reasons for a result, in sentences that quote the person's own choices."""

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
    """Return the sentences of a stored explanation, in the active language."""
    return Reasons(definition=definition, why=Explanation.from_data(json.loads(text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Sentences to print: the answers for and against the type, the bands, the axes, and the answer that flips it."""

    definition: Definition
    why: Explanation

    def __iter__(self) -> Iterator[SafeString]:
        match self.definition.logic:
            case "flow":
                yield from self.flow_reasons()
            case "bands":
                yield from self.total_reasons()
            case _:
                yield from self.supporting_reasons()
                yield from self.opposing_reason()
        yield from self.band_reasons()
        yield from self.axis_reasons()
        yield from self.flip_reason()

    def flow_reasons(self) -> Iterator[SafeString]:
        for answer in self._answers():
            yield self._sentence(_("You chose {quote}, which led on towards {type}."), answer)

    def total_reasons(self) -> Iterator[SafeString]:
        """Yield the points of the answers, largest first, without judgement: a low total may be the better one."""
        ranked = sorted(self._answers(), key=lambda answer: -abs(answer.amount))
        for answer in ([answer for answer in ranked if answer.amount] or ranked)[:SHOWN]:
            number = 1 if abs(answer.amount) == 1 else 2  # a fraction is plural, too
            yield self._sentence(ngettext("{quote}: {points} point.", "{quote}: {points} points.", number), answer)

    def supporting_reasons(self) -> Iterator[SafeString]:
        """Yield at least two answers: those that supported the type, strongest first, then neutral ones."""
        ranked = sorted(self._answers(), key=lambda answer: -answer.amount)
        strong = [answer for answer in ranked if answer.amount > 0][:SHOWN]
        words = [
            _("You answered {quote}: that spoke most clearly for {type}."),
            _("{quote} is an answer that suits {type}, too."),
            _("{quote} pointed the same way."),
        ]
        yield from (self._sentence(template, answer) for template, answer in zip(words, strong, strict=False))
        neutral = [answer for answer in ranked if answer.amount == 0][: max(0, AT_LEAST - len(strong))]
        yield from (self._sentence(_("You answered {quote}: that left every type open."), answer) for answer in neutral)

    def opposing_reason(self) -> Iterator[SafeString]:
        lowest = min(self._answers(), key=lambda answer: answer.amount, default=None)
        if lowest and lowest.amount < 0:
            yield self._sentence(_("{quote} spoke rather for another type; all in all {type} was nearest."), lowest)

    def band_reasons(self) -> Iterator[SafeString]:
        if position := self.why.bands:
            ends = [end for band in self.definition.bands for end in (band.low, band.high)]
            template = _("Your answers come to {total}, on a scale from {lowest} to {highest} points.")
            yield format_html(template, total=position.total, lowest=min(ends), highest=max(ends))
            for neighbour in filter(None, (position.above, position.below)):
                template = ngettext(
                    "{distance} point away lies {type}.", "{distance} points away lies {type}.", neighbour.distance
                )
                yield format_html(template, distance=neighbour.distance, type=self._name(neighbour.type))

    def axis_reasons(self) -> Iterator[SafeString]:
        for scale, axis in zip(self.definition.scales, self.why.axes, strict=False):
            near, far = (scale.high, scale.low) if axis.side == "+" else (scale.low, scale.high)
            more, less = side_points(axis)
            template = _("Between {far} and {near}, you are on the side of {near}.")
            if axis.margin == 0:
                template = _("Between {far} and {near}, you are just in the middle, which counts as {near}.")
            elif more - less == axis.margin:  # false if an answer that counted was deleted
                template = _("Between {far} and {near}, your answers speak {more} to {less} for {near}.")
            yield format_html(template, near=near, far=far, more=more, less=less)

    def flip_reason(self) -> Iterator[SafeString]:
        if flip := self.why.flip:
            yield format_html(
                _("If you had answered {after} to {question}, you would be {type}."),
                after=self._quote(flip.question, flip.after, alone=True),
                question=self._own_words(self.definition.question(flip.question).text),
                type=self._name(flip.type),
            )

    def _answers(self) -> list[Contribution]:
        return [answer for answer in self.why.contributions if answer.choices]

    def _sentence(self, template: str, answer: Contribution) -> SafeString:
        quote, name = self._quote(answer.question, answer.choices), self._name(self.why.type)
        return format_html(template, quote=quote, type=name, points=f"{float(answer.amount):+g}")

    def _quote(self, question: str, keys: Iterable[str], *, alone: bool = False) -> SafeString:
        asked = self.definition.question(question)
        texts = [choice.text for choice in asked.chosen(keys)]
        if not texts:
            return format_html("{}", _("nothing"))
        chosen = self._own_words(_(" and ").join(texts))
        # "Somewhat" is meaningless without its question, and a choice of what to avoid would say the contrary.
        needs_question = asked.kind == "scale" or any(choice.avoid for choice in asked.chosen(keys))
        words = _("{choice} to {question}") if needs_question and not alone else "{choice}"
        return format_html(words, choice=chosen, question=self._own_words(asked.text))

    def _own_words(self, text: str) -> SafeString:
        """Return a quotation of the author's text, marked with its language if the page is in another one."""
        if self.definition.language == get_language():
            return format_html("<q>{}</q>", text)
        return format_html('<q lang="{}">{}</q>', self.definition.language, text)

    def _name(self, key: str) -> SafeString:
        """Return a type's name, marked as one unbreakable word in the author's language."""
        name = self.definition.type(key).name
        return format_html('<span class="word" lang="{}">{}</span>', self.definition.language, name)


def side_points(axis: AxisSide) -> tuple[int, int]:
    """Return the points that the answers gave to the person's side of an axis, and to the other side."""
    sign = 1 if axis.side == "+" else -1
    amounts = [int(sign * answer.amount) for answer in axis.contributions]
    return sum(amount for amount in amounts if amount > 0), -sum(amount for amount in amounts if amount < 0)
