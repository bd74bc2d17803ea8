"""Why a type came out, in words that quote the person's own choices."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from quiz.scoring import Contribution, Definition, Explanation

SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """Sentences ready to print: what spoke for the type, what spoke against it, where it lies, what would flip it."""

    speaking_for: list[SafeString]
    speaking_against: list[SafeString]
    places: list[SafeString]
    flip: SafeString | None


def read_reasons(definition: Definition, text: str) -> Reasons:
    explanation = Explanation.from_data(json.loads(text))
    ranked = sorted(explanation.contributions, key=lambda each: -each.amount)
    told = [each for each in ranked if each.choices]
    return Reasons(
        speaking_for=_speaking_for(definition, explanation, [each for each in told if each.amount >= 0]),
        speaking_against=[_against(definition, explanation, each) for each in told[::-1] if each.amount < 0][:1],
        places=[*_band_words(definition, explanation), *_axis_words(definition, explanation)],
        flip=_flip_words(definition, explanation),
    )


def _speaking_for(definition: Definition, explanation: Explanation, told: list[Contribution]) -> list[SafeString]:
    name = definition.type(explanation.type).name
    if definition.logic == "flow":
        in_order = sorted(told, key=lambda each: explanation.path.index(each.question))
        return [
            _sentence(_("You chose {quote}, which led on towards {type}."), definition, each, name) for each in in_order
        ]
    sentences = [
        _("You answered {quote}: that spoke most clearly for {type}."),
        _("{quote} is an answer that suits {type}, too."),
        _("{quote} pointed the same way."),
    ]
    strong = [each for each in told if each.amount > 0][:SHOWN]
    weak = [each for each in told if not each.amount][: max(0, 2 - len(strong))]
    said = [_sentence(words, definition, each, name) for words, each in zip(sentences, strong, strict=False)]
    return said + [
        _sentence(_("You answered {quote}: that left every type open."), definition, each, name) for each in weak
    ]


def _against(definition: Definition, explanation: Explanation, told: Contribution) -> SafeString:
    name = definition.type(explanation.type).name
    return _sentence(
        _("{quote} spoke rather for another type; all in all {type} was still nearest."), definition, told, name
    )


def _sentence(words: str, definition: Definition, told: Contribution, name: str) -> SafeString:
    return format_html(words, quote=_quote(definition, told.question, told.choices), type=name)


def _quote(definition: Definition, question: str, keys: Iterable[str]) -> SafeString:
    texts = [choice.text for choice in definition.question(question).chosen(keys)]
    return format_html("<q>{}</q>", _(" and ").join(texts))


def _band_words(definition: Definition, explanation: Explanation) -> list[SafeString]:
    place = explanation.bands
    if place is None:
        return []
    words = [format_html(_("Your answers come to {total} points."), total=place.total)]
    for neighbour in filter(None, (place.above, place.below)):
        name = definition.type(neighbour.type).name
        words.append(format_html(_("{distance} points away lies {type}."), distance=neighbour.distance, type=name))
    return words


def _axis_words(definition: Definition, explanation: Explanation) -> list[SafeString]:
    words = []
    for scale, axis in zip(definition.scales, explanation.axes, strict=False):
        near, far = (scale.high, scale.low) if axis.side == "+" else (scale.low, scale.high)
        sentence = _("Between {far} and {near}, you are on the side of {near} ({margin} points).")
        words.append(format_html(sentence, near=near, far=far, margin=axis.margin))
    return words


def _flip_words(definition: Definition, explanation: Explanation) -> SafeString | None:
    flip = explanation.flip
    if flip is None:
        return None
    return format_html(
        _("If you had answered {after} to {question}, you would be {type}."),
        after=_quote(definition, flip.question, flip.after) if flip.after else _("nothing"),
        question=format_html("<q>{}</q>", definition.question(flip.question).text),
        type=definition.type(flip.type).name,
    )
