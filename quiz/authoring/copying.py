"""Duplicate a draft under another slug."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from quiz.authoring.exporting import draft
from quiz.authoring.paths import pictured_in
from quiz.authoring.writing import write_draft
from quiz.models import Quiz


def duplicate(quiz: Quiz, *, slug: str) -> Quiz:
    """Return a copy of a draft; raise ValidationError if the slug is taken or invalid.

    Both quizzes share the brand's types and purposes. Versions and responses are not copied.
    """
    definition = replace(draft(quiz), slug=slug)
    copy = Quiz(brand=quiz.brand, slug=slug, title=definition.title)
    copy.full_clean()
    types = {row.type.key: row.type for row in quiz.quiz_types.select_related("type")}
    purposes = {row.purpose.key: row.purpose for row in quiz.quiz_purposes.select_related("purpose")}
    pictures = {part.image: f"pictures/{part.image}" for _path, part in pictured_in(definition) if part.image}
    with transaction.atomic():
        write_draft(copy, definition, types=types, purposes=purposes, pictures=pictures)
    return copy
