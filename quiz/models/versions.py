"""A published version: all texts and scoring rules, frozen as the text that was hashed.

A version never changes, so each process parses its snapshot once (`read_version`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quiz import caching
from quiz.models.authoring import Quiz
from quiz.models.looks import BrandLook, read_look
from quiz.scoring import Definition, read_extras, read_snapshot


class FrozenError(Exception):
    """A published version was about to be changed or deleted."""


class Permit(models.Model):
    """A row that permits changes of frozen tables within its transaction (see `quiz.freezing`). Never committed."""

    class Meta:
        verbose_name = _("permit")
        verbose_name_plural = _("permits")

    def __str__(self) -> str:
        return str(self.pk)


class QuizVersionQuerySet(models.QuerySet["QuizVersion"]):
    def newest_with_type(self, type_key: str) -> QuizVersion | None:
        """Return the newest version with a type, so that shared links to the type stay valid."""
        versions = self.defer("snapshot", "changes").order_by("-number")
        return next((version for version in versions if type_key in version.definition.type_keys), None)

    def update(self, **kwargs: object) -> int:
        raise FrozenError("A published version never changes.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise FrozenError("A published version is never deleted.")


class QuizVersion(models.Model):
    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="versions", verbose_name=_("quiz"))
    number = models.PositiveIntegerField(_("version"))
    snapshot = models.TextField(_("content"))
    schema = models.PositiveSmallIntegerField(_("schema"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    changes = models.JSONField(_("what changed"), default=list)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )

    objects = QuizVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("quiz", "-number")
        constraints = [models.UniqueConstraint(fields=["quiz", "number"], name="version_number_unique_in_quiz")]

    def __str__(self) -> str:
        return f"{self.quiz_id} v{self.number}"

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FrozenError("A published version never changes.")
        super().save(**kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FrozenError("A published version is never deleted.")

    @property
    def definition(self) -> Definition:
        """Return the definition: the questions and the rules of the outcome."""
        return definition_of(self.pk)

    @property
    def look(self) -> BrandLook:
        """Return the brand's look when the version was published."""
        return read_version(self.pk)[1]


@lru_cache(maxsize=64)
def read_version(version_id: int) -> tuple[Definition, BrandLook]:
    """Return the definition and the look of a version; raise QuizVersion.DoesNotExist for an unknown id."""
    text = QuizVersion.objects.values_list("snapshot", flat=True).get(pk=version_id)
    return read_snapshot(text), read_look(read_extras(text))


caching.register(read_version.cache_clear)


def definition_of(version_id: int) -> Definition:
    """Return the definition of a version by its id, without its row."""
    return read_version(version_id)[0]
