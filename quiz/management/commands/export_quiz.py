from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from quiz import authoring
from quiz.management.sources import find_quiz


class Command(BaseCommand):
    help = "Write the draft of a quiz to standard output, as a quiz file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")

    def handle(self, *, slug: str, **options: Any) -> None:
        self.stdout.write(authoring.export_text(find_quiz(slug)), ending="")
