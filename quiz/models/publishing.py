"""A published version: everything a person is told and scored by, frozen as the text that was hashed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quiz.models.authoring import Quiz


class FrozenError(Exception):
    """A published version was about to be changed or deleted."""


class Permit(models.Model):
    """A row here, inside one transaction, allows what `quiz.freezing` otherwise refuses. It is never committed."""

    class Meta:
        verbose_name = _("permit")
        verbose_name_plural = _("permits")

    def __str__(self) -> str:
        return str(self.pk)


class QuizVersionQuerySet(models.QuerySet["QuizVersion"]):
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

    def save(self, **kwargs: object) -> None:
        if not self._state.adding:
            raise FrozenError("A published version never changes.")
        super().save(**kwargs)

    def delete(self, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise FrozenError("A published version is never deleted.")
