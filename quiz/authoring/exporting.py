"""Export a draft, as a definition or as a quiz file, in a fixed number of queries."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any, cast

from django.db.models import Prefetch
from django.db.models.fields.files import FieldFile

from catalog.models import ProductType, TypeProduct
from catalog.tags import split_tags
from quiz import scoring
from quiz.models import Band, Choice, Code, Gate, Question, Quiz, QuizPurpose, QuizType, Scale
from quiz.scoring.format.parts import Kind, Logic, Normalise, Pole


def draft(quiz: Quiz) -> scoring.Definition:
    """Return a stored draft as a definition, without checks: the draft may be incomplete."""
    whole = _with_parts(quiz)
    questions = list(whole.questions.all())
    return scoring.Definition(
        slug=whole.slug,
        language=whole.language,
        title=whole.title,
        lead=_lines(whole.lead),
        brand=whole.brand.key,
        logic=cast(Logic, whole.logic),
        normalise=cast(Normalise, whole.normalise),
        tie_break=_tie_break(whole, questions),
        types=tuple(_type(row.type) for row in whole.quiz_types.all()),
        scales=tuple(map(_scale, whole.scales.all())),
        bands=tuple(map(_band, whole.bands.all())),
        codes=tuple(map(_code, whole.codes.all())),
        gates=tuple(map(_gate, whole.gates.all())),
        purposes=tuple(map(_purpose, whole.quiz_purposes.all())),
        questions=tuple(_question(question) for question in questions if not question.is_tie_breaker),
    )


def document(quiz: Quiz) -> dict[str, Any]:
    """Return a draft as the document of a quiz file, with keys in the order of the format, without defaults."""
    return scoring.dump(draft(quiz))


def export_text(quiz: Quiz) -> str:
    """Return a draft as the text of a quiz file; equal drafts give equal texts."""
    return json.dumps(document(quiz), ensure_ascii=False, indent=2) + "\n"


def _with_parts(quiz: Quiz) -> Quiz:
    products = TypeProduct.objects.select_related("product")
    types = QuizType.objects.select_related("type__offer").prefetch_related(
        Prefetch("type__type_products", queryset=products)
    )
    purposes = QuizPurpose.objects.select_related("purpose")
    return (
        Quiz.objects.select_related("brand")
        .prefetch_related(
            Prefetch("quiz_types", queryset=types),
            Prefetch("quiz_purposes", queryset=purposes),
            *("scales", "bands", "codes", "gates", "questions__choices__weights"),
        )
        .get(pk=quiz.pk)
    )


def _tie_break(quiz: Quiz, questions: Iterable[Question]) -> scoring.TieBreak:
    if quiz.tie_rule == Quiz.TieRule.QUESTION:
        return scoring.TieBreak(rule="question", question=quiz.tie_question or None)
    if quiz.tie_rule == Quiz.TieRule.ASK:
        tie_question = next((_question(question) for question in questions if question.is_tie_breaker), None)
        return scoring.TieBreak(rule="ask", question=tie_question)
    return scoring.TieBreak()


def _type(row: ProductType) -> scoring.Type:
    return scoring.Type(
        key=row.key,
        name=row.name,
        tagline=row.tagline,
        description=_lines(row.description),
        color=row.color,
        image=_file_name(row.image),
        alt=row.image_alt,
        products=tuple(row.product_keys(TypeProduct.Role.PICK)),
        safety_net=tuple(row.product_keys(TypeProduct.Role.SAFETY_NET)),
        offer=row.offer.key if row.offer else None,
    )


def _scale(row: Scale) -> scoring.Scale:
    return scoring.Scale(key=row.key, low=row.low, high=row.high, zero=cast(Pole, row.zero))


def _band(row: Band) -> scoring.Band:
    return scoring.Band(low=row.first, high=row.last, type=row.type_key)


def _code(row: Code) -> scoring.Code:
    return scoring.Code(code=row.code, type=row.type_key)


def _gate(row: Gate) -> scoring.Gate:
    return scoring.Gate(scale=row.scale, at_least=row.at_least, title=row.title, text=_lines(row.text), url=row.url)


def _purpose(row: QuizPurpose) -> scoring.Purpose:
    purpose = row.purpose
    role = "" if purpose.role == scoring.implied_role(purpose.key) else purpose.role
    return scoring.Purpose(key=purpose.key, title=purpose.title, text=purpose.text, months=purpose.months, role=role)


def _question(row: Question) -> scoring.Question:
    return scoring.Question(
        key=scoring.TIE if row.is_tie_breaker else row.key,
        text=row.text,
        help=row.help,
        kind=cast(Kind, row.kind),
        required=row.required,
        sensitive=row.sensitive,
        trait=row.trait,
        purpose=row.purpose,
        min=row.min,
        max=row.max,
        low=row.low,
        high=row.high,
        image=_file_name(row.image),
        alt=row.image_alt,
        choices=tuple(map(_choice, row.choices.all())),
    )


def _choice(row: Choice) -> scoring.Choice:
    return scoring.Choice(
        key=row.key,
        text=row.text,
        note=row.note,
        image=_file_name(row.image),
        alt=row.image_alt,
        value=row.value,
        weights={weight.scale: weight.value for weight in row.weights.all()},
        next=row.next_key or None,
        type=row.type_key or None,
        exclusive=row.exclusive,
        neutral=row.neutral,
        require=split_tags(row.require),
        avoid=split_tags(row.avoid),
    )


def _file_name(picture: FieldFile) -> str:
    return PurePosixPath(picture.name or "").name


def _lines(text: str) -> str:
    # Browsers submit text areas with \r\n.
    return text.replace("\r\n", "\n")
