"""Freeze a draft as a version: check, number, and hash it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.models import Brand
from quiz import authoring
from quiz.models import Quiz, QuizVersion, look_of, read_version
from quiz.models.looks import write_extras
from quiz.publishing.cards import draw_cards
from quiz.publishing.changes import Change, changes_between
from quiz.publishing.checking import Problem, examine, odds
from quiz.scoring import SCHEMA, Definition, read_snapshot, write_snapshot


class NotPublishableError(Exception):
    """A draft that can't be published; `problems` are the blocking problems and the advice."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(*(problem.code for problem in problems if problem.blocking))


class UnchangedError(NotPublishableError):
    """A draft that is equal to the last version."""


def publish(quiz: Quiz, *, by: User | None = None, now: datetime) -> QuizVersion:
    """Freeze the draft as the next version, for new responses; responses in progress keep their version."""
    examined = _examine(quiz)
    with transaction.atomic():
        locked = _lock_quiz(quiz)
        definition = authoring.draft(locked)
        if definition != examined:
            _check(definition, locked.brand)
        locked.version = _freeze(locked, definition, by=by, now=now)
        locked.version.save()
        locked.save(update_fields=["version"])
    read_version.cache_clear()  # the id of a version whose transaction was rolled back may be reused
    quiz.version = locked.version
    transaction.on_commit(partial(draw_cards, locked.version), robust=True)  # the page of a type has no card until then
    return locked.version


def is_published(quiz: Quiz, definition: Definition) -> bool:
    """Return whether the last version is equal to this definition and to the brand's current look."""
    return quiz.version is not None and quiz.version.sha256 == _snapshot(quiz, definition)[1]


def _examine(quiz: Quiz) -> Definition:
    """Compute and cache the odds before the lock is taken, because answers wait for the lock."""
    definition = authoring.draft(quiz)
    _check(definition, quiz.brand)
    if quiz.version_id:
        odds(quiz.published.definition)
    return definition


def _lock_quiz(quiz: Quiz) -> Quiz:
    locked = Quiz.objects.select_for_update().get(pk=quiz.pk)
    if locked.state == Quiz.State.RETIRED:
        raise NotPublishableError([Problem("retired", "", _("The quiz has been retired."), blocking=True)])
    return locked


def _check(definition: Definition, brand: Brand) -> None:
    found = examine(definition, brand=brand)
    if not found.is_publishable:
        raise NotPublishableError(found.problems)


def _freeze(quiz: Quiz, definition: Definition, *, by: User | None, now: datetime) -> QuizVersion:
    text, digest = _snapshot(quiz, definition)
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


def _snapshot(quiz: Quiz, definition: Definition) -> tuple[str, str]:
    text = write_snapshot(definition, write_extras(look_of(quiz.brand)))
    return text, hashlib.sha256(text.encode()).hexdigest()


def _changes(last: QuizVersion, definition: Definition) -> list[Change]:
    return changes_between(read_snapshot(last.snapshot), definition) or [{"what": "brand_changed"}]
