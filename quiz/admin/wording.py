"""What a version asked, and what was answered to it, in the version's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from quiz.models import Answer, Response, Trait
from quiz.scoring import END, Choice, Definition, Question, compared_nearness, read_outcome


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
        QuestionRow(
            key=question.key,
            text=question.text,
            choices=tuple(_choice(definition, choice) for choice in question.choices),
        )
        for question in definition.all_questions
    ]


def scale_names(definition: Definition) -> dict[str, str]:
    """Return key → name of every scale; one that only an advice names goes by its title."""
    return {"total": gettext("total")} | definition.gate_titles() | definition.scale_names()


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
    answered = [question for question in definition.all_questions if question.key in newest]
    return [_row(question, newest[question.key], with_sensitive=with_sensitive) for question in answered]


def trait_row(trait: Trait) -> AnswerRow:
    """Return a trait as the question and the choices that told it, under the names it is remembered by."""
    question = trait.definition.question(trait.question_key)
    texts = (choice.text for choice in question.chosen(trait.choice_keys))
    values = map(str, trait.values)
    return AnswerRow(question=Words(question.text, trait.key), choices=tuple(map(Words, texts, values)))


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


def _row(question: Question, answer: Answer, *, with_sensitive: bool) -> AnswerRow:
    choices = _chosen(question, answer.choices) if with_sensitive or not question.sensitive else None
    return AnswerRow(question=Words(question.text, question.key), choices=choices)


def _chosen(question: Question, keys: list[str]) -> tuple[Words, ...]:
    return tuple(Words(choice.text, choice.key) for choice in question.chosen(keys))


def _number(share: Fraction | None) -> float | None:
    return None if share is None else float(share)
