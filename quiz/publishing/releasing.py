"""A draft becomes a version: checked, numbered, hashed, and never changed again."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from quiz import authoring
from quiz.models import Quiz, QuizVersion
from quiz.publishing.looks import look_of, write_extras
from quiz.publishing.versions import forget
from quiz.scoring import SCHEMA, write_snapshot


def publish(quiz: Quiz, *, by: AbstractBaseUser | None = None, now: datetime) -> QuizVersion:
    """Freeze the draft as the next version, which new responses start on. Those under way keep theirs."""
    with transaction.atomic():
        locked = Quiz.objects.select_for_update().get(pk=quiz.pk)
        version = _freeze(locked, by=by, now=now)
        version.save()
        locked.version = version
        locked.save(update_fields=["version"])
    forget()
    quiz.version = version
    return version


def _freeze(quiz: Quiz, *, by: AbstractBaseUser | None, now: datetime) -> QuizVersion:
    last = quiz.versions.first()
    text = write_snapshot(authoring.draft(quiz), write_extras(look_of(quiz.brand)))
    return QuizVersion(
        quiz=quiz,
        number=last.number + 1 if last else 1,
        snapshot=text,
        schema=SCHEMA,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        published_at=now,
        published_by=by,
    )
