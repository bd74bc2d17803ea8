from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from quiz import taking
from quiz.management.sources import find_quiz
from quiz.models import Quiz, Response
from quiz.scoring import Definition, IncompleteError, outcome_text, score

NONE = "–"


class Command(BaseCommand):
    help = "Score the stored responses of a quiz again and report every outcome that differs by a byte."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        # Our --version names a version of the quiz; Django's own, which every command has, gives way.
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--version", dest="number", type=int, help="show what this version would have made of them")

    def handle(self, *, slug: str, number: int | None, **options: Any) -> None:
        quiz = find_quiz(slug)
        if number is None:
            self._compare(quiz)
        else:
            self._tabulate(quiz, number)

    def _compare(self, quiz: Quiz) -> None:
        """Each response by the version that it was taken on."""
        counts: Counter[str] = Counter()
        for response in _finished(quiz):
            verdict = _verdict(response)
            counts[verdict] += 1
            if verdict == "different":
                self.stderr.write(_("%(uid)s: the outcome differs.") % {"uid": response.uid})
        numbers = {name: counts[name] for name in ("equal", "redacted", "different")}
        self.stdout.write(_("%(equal)d equal, %(redacted)d redacted, %(different)d different.") % numbers)
        if counts["different"]:
            raise CommandError(_("The outcomes are not what was stored."))

    def _tabulate(self, quiz: Quiz, number: int) -> None:
        """Every response by one version: how many move from which type to which."""
        version = quiz.versions.filter(number=number).first()
        if version is None:
            raise CommandError(_("The quiz has no version %(number)d.") % {"number": number})
        definition = version.definition
        moves = Counter((response.type_key, _type(definition, response)) for response in _finished(quiz))
        self.stdout.write(_("from\tto\tresponses"))
        for (before, after), count in sorted(moves.items()):
            self.stdout.write(f"{before}\t{after}\t{count}")


def _finished(quiz: Quiz) -> Iterator[Response]:
    rows = Response.objects.finished().filter(version__quiz=quiz).order_by("pk").prefetch_related("answers")
    return rows.iterator(chunk_size=500)


def _verdict(response: Response) -> str:
    """Tell whether the outcome is what was stored. Without its sensitive answers a response cannot be scored."""
    if response.is_redacted:
        return "redacted"
    definition = response.definition
    try:
        text = outcome_text(score(definition, taking.current_answers(response.answers.all())))
    except IncompleteError:
        return "different"
    return "equal" if text == response.outcome else "different"


def _type(definition: Definition, response: Response) -> str:
    """Return the type by this version; none when the response lacks answers that the version asks for."""
    if response.is_redacted:
        return NONE
    try:
        return score(definition, taking.current_answers(response.answers.all())).type
    except IncompleteError:
        return NONE
