"""Reading published versions. They never change, so each process reads each version once."""

from __future__ import annotations

from functools import lru_cache

from quiz.models import Quiz, QuizVersion
from quiz.publishing.looks import BrandLook, read_look
from quiz.scoring import Definition, read_extras, read_snapshot


@lru_cache(maxsize=64)
def _published(version_id: int) -> tuple[Definition, BrandLook]:
    text = QuizVersion.objects.values_list("snapshot", flat=True).get(pk=version_id)
    return read_snapshot(text), read_look(read_extras(text))


def definition_of(version_id: int) -> Definition:
    """Return what a version asks and how it decides."""
    return _published(version_id)[0]


def brand_look(version_id: int) -> BrandLook:
    """Return how the brand looked when the version was published."""
    return _published(version_id)[1]


def version_with_type(quiz: Quiz, type_key: str) -> QuizVersion | None:
    """Return the newest version of a quiz that has a type: a link that was shared once goes on showing it."""
    versions = quiz.versions.defer("snapshot", "changes").order_by("-number")
    return next((version for version in versions if type_key in definition_of(version.pk).type_keys), None)


def forget() -> None:
    """Read versions anew: the number of a version whose transaction was undone may be given again."""
    _published.cache_clear()
