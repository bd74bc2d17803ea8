"""A Definition written as the rows of a draft. What the draft held before is replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog.models import ProductType
from catalog.tags import join_tags
from quiz import scoring
from quiz.models import (
    Band,
    Choice,
    Code,
    Gate,
    Purpose,
    Question,
    Quiz,
    QuizPurpose,
    QuizType,
    Scale,
    Weight,
)


def write_draft(
    quiz: Quiz,
    definition: scoring.Definition,
    *,
    types: Mapping[str, ProductType],
    purposes: Mapping[str, Purpose],
    pictures: Mapping[str, str],
) -> None:
    """Fill the quiz with what the definition says; the caller holds the transaction."""
    _write_head(quiz, definition)
    _empty(quiz)
    _write_deciding(quiz, definition)
    QuizType.objects.bulk_create(
        QuizType(quiz=quiz, type=types[key], position=place) for place, key in enumerate(definition.type_keys)
    )
    QuizPurpose.objects.bulk_create(
        QuizPurpose(quiz=quiz, purpose=purposes[purpose.key], position=place)
        for place, purpose in enumerate(definition.purposes)
    )
    _write_questions(quiz, definition, pictures)


def _write_head(quiz: Quiz, definition: scoring.Definition) -> None:
    quiz.language = definition.language
    quiz.title = definition.title
    quiz.lead = definition.lead
    quiz.logic = definition.logic
    quiz.normalise = definition.normalise
    quiz.tie_rule = definition.tie_break.rule
    question = definition.tie_break.question
    quiz.tie_question = question if isinstance(question, str) else ""
    quiz.save()


def _empty(quiz: Quiz) -> None:
    Weight.objects.filter(choice__question__quiz=quiz).delete()
    Choice.objects.filter(question__quiz=quiz).delete()
    for rows in (quiz.questions, quiz.quiz_types, quiz.quiz_purposes, quiz.scales, quiz.bands, quiz.codes, quiz.gates):
        rows.all().delete()


def _write_deciding(quiz: Quiz, definition: scoring.Definition) -> None:
    Scale.objects.bulk_create(
        Scale(quiz=quiz, position=place, key=each.key, low=each.low, high=each.high, zero=each.zero)
        for place, each in enumerate(definition.scales)
    )
    Band.objects.bulk_create(
        Band(quiz=quiz, first=each.low, last=each.high, type_key=each.type) for each in definition.bands
    )
    Code.objects.bulk_create(Code(quiz=quiz, code=each.code, type_key=each.type) for each in definition.codes)
    Gate.objects.bulk_create(
        Gate(quiz=quiz, scale=each.scale, at_least=each.at_least, title=each.title, text=each.text, url=each.url)
        for each in definition.gates
    )


def _write_questions(quiz: Quiz, definition: scoring.Definition, pictures: Mapping[str, str]) -> None:
    parts = list(definition.questions)
    rows = [_question(quiz, part, place, pictures) for place, part in enumerate(parts)]
    if asked := definition.tie_question:
        parts.append(asked)
        rows.append(_question(quiz, asked, len(rows), pictures, is_tie_breaker=True))
    Question.objects.bulk_create(rows)
    choices = [
        (_choice(row, choice, place, pictures), choice)
        for row, part in zip(rows, parts, strict=True)
        for place, choice in enumerate(part.choices)
    ]
    Choice.objects.bulk_create(row for row, _part in choices)
    Weight.objects.bulk_create(weight for row, part in choices for weight in _weights(row, part))


def _question(
    quiz: Quiz, part: scoring.Question, place: int, pictures: Mapping[str, str], *, is_tie_breaker: bool = False
) -> Question:
    return Question(
        quiz=quiz,
        position=place,
        is_tie_breaker=is_tie_breaker,
        key=part.key,
        text=part.text,
        help=part.help,
        kind=part.kind,
        required=part.required,
        sensitive=part.sensitive,
        trait=part.trait,
        purpose=part.purpose,
        min=part.min,
        max=part.max,
        low=part.low,
        high=part.high,
        image=pictures.get(part.image, ""),
        image_alt=part.alt,
    )


def _choice(question: Question, part: scoring.Choice, place: int, pictures: Mapping[str, str]) -> Choice:
    return Choice(
        question=question,
        position=place,
        key=part.key,
        text=part.text,
        note=part.note,
        image=pictures.get(part.image, ""),
        image_alt=part.alt,
        value=part.value,
        next_key=part.next or "",
        type_key=part.type or "",
        exclusive=part.exclusive,
        neutral=part.neutral,
        require=join_tags(part.require),
        avoid=join_tags(part.avoid),
    )


def _weights(choice: Choice, part: scoring.Choice) -> Iterator[Weight]:
    return (Weight(choice=choice, scale=scale, value=value) for scale, value in part.weights.items())
