from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuizConfig(AppConfig):
    name = "quiz"
    verbose_name = _("Quizzes")

    def ready(self) -> None:
        from quiz import checks  # noqa: F401  (registers the checks; models are not loaded before)
