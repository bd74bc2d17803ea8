"""Write a definition as the rows of a draft, in place of its current rows."""

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
    """Replace the draft of a quiz by a definition, within the caller's transaction."""
    _write_fields(quiz, definition)
    _delete_rows(quiz)
    _write_rules(quiz, definition)
    QuizType.objects.bulk_create(
        QuizType(quiz=quiz, type=types[key], position=position) for position, key in enumerate(definition.type_keys)
    )
    QuizPurpose.objects.bulk_create(
        QuizPurpose(quiz=quiz, purpose=purposes[purpose.key], position=position)
        for position, purpose in enumerate(definition.purposes)
    )
    _write_questions(quiz, definition, pictures)


def _write_fields(quiz: Quiz, definition: scoring.Definition) -> None:
    quiz.language = definition.language
    quiz.title = definition.title
    quiz.lead = definition.lead
    quiz.logic = definition.logic
    quiz.normalise = definition.normalise
    quiz.tie_rule = definition.tie_break.rule
    question = definition.tie_break.question
    quiz.tie_question = question if isinstance(question, str) else ""
    quiz.save()


def _delete_rows(quiz: Quiz) -> None:
    Weight.objects.filter(choice__question__quiz=quiz).delete()
    Choice.objects.filter(question__quiz=quiz).delete()
    for rows in (quiz.questions, quiz.quiz_types, quiz.quiz_purposes, quiz.scales, quiz.bands, quiz.codes, quiz.gates):
        rows.all().delete()


def _write_rules(quiz: Quiz, definition: scoring.Definition) -> None:
    Scale.objects.bulk_create(
        Scale(quiz=quiz, position=position, key=scale.key, low=scale.low, high=scale.high, zero=scale.zero)
        for position, scale in enumerate(definition.scales)
    )
    Band.objects.bulk_create(
        Band(quiz=quiz, first=band.low, last=band.high, type_key=band.type) for band in definition.bands
    )
    Code.objects.bulk_create(Code(quiz=quiz, code=code.code, type_key=code.type) for code in definition.codes)
    Gate.objects.bulk_create(
        Gate(quiz=quiz, scale=gate.scale, at_least=gate.at_least, title=gate.title, text=gate.text, url=gate.url)
        for gate in definition.gates
    )


def _write_questions(quiz: Quiz, definition: scoring.Definition, pictures: Mapping[str, str]) -> None:
    parts = definition.all_questions
    rows = [
        _question(quiz, part, position, pictures, is_tie_breaker=part is definition.tie_question)
        for position, part in enumerate(parts)
    ]
    Question.objects.bulk_create(rows)
    choices = [
        (_choice(row, choice, position, pictures), choice)
        for row, part in zip(rows, parts, strict=True)
        for position, choice in enumerate(part.choices)
    ]
    Choice.objects.bulk_create(row for row, _part in choices)
    Weight.objects.bulk_create(weight for row, part in choices for weight in _weights(row, part))


def _question(
    quiz: Quiz, part: scoring.Question, position: int, pictures: Mapping[str, str], *, is_tie_breaker: bool
) -> Question:
    return Question(
        quiz=quiz,
        position=position,
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


def _choice(question: Question, part: scoring.Choice, position: int, pictures: Mapping[str, str]) -> Choice:
    return Choice(
        question=question,
        position=position,
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
