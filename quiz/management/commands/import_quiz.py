from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from quiz import authoring, publishing
from quiz.management.sources import read_bytes
from quiz.models import Quiz


class Command(BaseCommand):
    help = (
        "Import a quiz file, or a ZIP file of one and its pictures, as a draft: all of it or nothing. "
        "A quiz of the same slug gets a new draft."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--publish", action="store_true", help="publish the draft when nothing speaks against it")

    def handle(self, *, file: Path, publish: bool, **options: Any) -> None:
        try:
            with authoring.open_quiz_file(BytesIO(read_bytes(file))) as (content, folder):
                quiz = authoring.import_quiz(authoring.parse_document(content), folder=folder or file.parent)
        except authoring.QuizFileError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("“%(title)s” (%(slug)s) is imported.") % {"title": quiz.title, "slug": quiz.slug})
        if publish:
            self._publish(quiz)

    def _publish(self, quiz: Quiz) -> None:
        try:
            version = publishing.publish(quiz, now=timezone.now())
        except publishing.UnchangedError:
            self.stdout.write(_("Nothing has changed since the last version."))
        except publishing.NotPublishableError as error:
            reasons = [f"{problem.where}: {problem.message}" for problem in error.problems if problem.blocking]
            raise CommandError("\n".join([_("It was not published:"), *reasons])) from error
        else:
            self.stdout.write(_("Version %(number)d is published.") % {"number": version.number})
