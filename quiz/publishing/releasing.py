"""A draft becomes a version: checked, numbered, hashed, and never changed again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from quiz import authoring
from quiz.models import Quiz, QuizVersion
from quiz.publishing.changes import Change, changes_between
from quiz.publishing.checking import Problem, examine
from quiz.publishing.looks import look_of, write_extras
from quiz.publishing.versions import forget
from quiz.scoring import SCHEMA, Definition, read_snapshot, write_snapshot


class NotPublishableError(Exception):
    """A draft that must not be published as it is; `problems` says why, and more that an author should know."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(*(problem.code for problem in problems if problem.blocking))


class UnchangedError(NotPublishableError):
    """A draft that says what the last version says already."""


def publish(quiz: Quiz, *, by: AbstractBaseUser | None = None, now: datetime) -> QuizVersion:
    """Freeze the draft as the next version, which new responses start on. Those under way keep theirs."""
    with transaction.atomic():
        locked = Quiz.objects.select_for_update().get(pk=quiz.pk)
        definition = authoring.draft(locked)
        _check(locked, definition)
        version = _freeze(locked, definition, by=by, now=now)
        version.save()
        locked.version = version
        locked.save(update_fields=["version"])
    forget()
    quiz.version = version
    return version


def _check(quiz: Quiz, definition: Definition) -> None:
    if quiz.state == Quiz.State.RETIRED:
        raise NotPublishableError([Problem("retired", "", _("The quiz has been retired."), blocking=True)])
    found = examine(definition, brand=quiz.brand)
    if not found.is_publishable:
        raise NotPublishableError(found.problems)


def _freeze(quiz: Quiz, definition: Definition, *, by: AbstractBaseUser | None, now: datetime) -> QuizVersion:
    text = write_snapshot(definition, write_extras(look_of(quiz.brand)))
    digest = hashlib.sha256(text.encode()).hexdigest()
    last = quiz.versions.first()
    if last and last.sha256 == digest:
        raise UnchangedError(
            [Problem("unchanged", "", _("Nothing has changed since the last version."), blocking=True)]
        )
    return QuizVersion(
        quiz=quiz,
        number=last.number + 1 if last else 1,
        snapshot=text,
        schema=SCHEMA,
        sha256=digest,
        changes=_changes(last, definition) if last else [],
        published_at=now,
        published_by=by,
    )


def _changes(last: QuizVersion, definition: Definition) -> list[Change]:
    return changes_between(read_snapshot(last.snapshot), definition) or [{"what": "brand_changed"}]
