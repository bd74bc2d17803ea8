from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from quiz import publishing
from quiz.models import Quiz


class Command(BaseCommand):
    help = "Draw the share pictures that are missing, such as after an update that draws them otherwise."

    def handle(self, **options: Any) -> None:
        quizzes = Quiz.objects.filter(version__isnull=False)
        drawn = sum(publishing.draw_missing_cards(quiz) for quiz in quizzes)
        self.stdout.write(_("%(count)d share pictures drawn.") % {"count": drawn})
