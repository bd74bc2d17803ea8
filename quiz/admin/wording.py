"""What a version asked, and what was answered to it, in the version's own words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from quiz.models import Answer, Response, Trait
from quiz.scoring import END, TIE, Choice, Definition, Question, compared_nearness, read_outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    name: str
    total: int
    nearness: float | None


class Words(NamedTuple):
    """What people read, and the key that files and answers know it by."""

    text: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """`choices` is None where the answer is not for the reader's eyes."""

    question: Words
    choices: tuple[Words, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRow:
    text: str
    weights: str
    goes_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    key: str
    text: str
    choices: tuple[ChoiceRow, ...]


def question_rows(definition: Definition) -> list[QuestionRow]:
    """Return every question with its choices, what they weigh and where they lead."""
    return [
        QuestionRow(key=key, text=question.text, choices=tuple(_choice(definition, each) for each in question.choices))
        for key in question_keys(definition)
        for question in [definition.question(key)]
    ]


def scale_names(definition: Definition) -> dict[str, str]:
    """Return key → name of every scale; one that only an advice names goes by its title."""
    names = {"total": gettext("total")} | {each.scale: each.title for each in reversed(definition.gates)}
    names |= {each.key: each.name for each in definition.types}
    return names | {each.key: f"{each.low} – {each.high}" for each in definition.scales}


def language_name(code: str) -> str:
    return str(dict(settings.LANGUAGES).get(code, code))


def moment(at: datetime | None) -> str:
    """Return a moment as short as a list needs it."""
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else "–"


def type_name(definition: Definition, response: Response) -> str:
    return definition.type(response.type_key).name if response.type_key else "–"


def score_rows(definition: Definition, response: Response) -> list[ScoreRow]:
    """Return the sum of every scale, and how near the answers came where the scale is a type."""
    outcome = read_outcome(response.outcome)
    names, near = scale_names(definition), compared_nearness(definition, outcome)
    return [
        ScoreRow(name=names.get(key, key), total=outcome.sums[key], nearness=_number(near.get(key)))
        for key in definition.scale_keys
        if key in outcome.sums
    ]


def answer_rows(definition: Definition, response: Response, *, with_sensitive: bool) -> list[AnswerRow]:
    """Return the newest answer to each question that was answered, in the order of the quiz."""
    newest = {answer.question_key: answer for answer in response.answers.all()}
    rows = [(key, newest[key]) for key in question_keys(definition) if key in newest]
    return [_row(definition, key, answer, with_sensitive=with_sensitive) for key, answer in rows]


def trait_row(trait: Trait) -> AnswerRow:
    """Return a trait as the question and the choices that told it, under the names it is remembered by."""
    question = trait.definition.question(trait.question_key)
    texts = (choice.text for choice in question.chosen(trait.choice_keys))
    values = map(str, trait.values)
    return AnswerRow(question=Words(question.text, trait.key), choices=tuple(map(Words, texts, values)))


def question_keys(definition: Definition) -> Iterator[str]:
    yield from (question.key for question in definition.questions)
    if definition.tie_question:
        yield TIE


def _choice(definition: Definition, choice: Choice) -> ChoiceRow:
    names = scale_names(definition)
    weights = ", ".join(f"{names.get(scale, scale)} {weight:+d}" for scale, weight in choice.weights.items())
    return ChoiceRow(text=choice.text, weights=weights, goes_on=_goes_on(definition, choice))


def _goes_on(definition: Definition, choice: Choice) -> str:
    if choice.type:
        return definition.type(choice.type).name
    if choice.next == END:
        return gettext("the result")
    return definition.question(choice.next).text if choice.next else ""


def _row(definition: Definition, key: str, answer: Answer, *, with_sensitive: bool) -> AnswerRow:
    question = definition.question(key)
    is_hidden = question.sensitive and not with_sensitive
    return AnswerRow(
        question=Words(question.text, key), choices=None if is_hidden else _chosen(question, answer.choices)
    )


def _chosen(question: Question, keys: list[str]) -> tuple[Words, ...]:
    return tuple(Words(choice.text, choice.key) for choice in question.chosen(keys))


def _number(share: Fraction | None) -> float | None:
    return None if share is None else float(share)
