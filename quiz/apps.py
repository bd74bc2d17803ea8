from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class QuizConfig(AppConfig):
    name = "quiz"
    verbose_name = _("Quizzes")

    def ready(self) -> None:
        from quiz import checks  # noqa: F401  (registers the checks; models are not loaded before)

        post_migrate.connect(freeze, sender=self)


def freeze(*, using: str, **kwargs: Any) -> None:
    """Install the triggers after a migration, which may have rebuilt their tables."""
    from quiz import freezing  # models are not loaded before

    if freezing.has_tables(using=using):
        freezing.install(using=using)
