from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_lazy as _

from quiz import scoring
from quiz.management.answers import AnswerRow, read_answers
from quiz.management.sources import find_definition, read_bytes
from quiz.scoring import Answers, Definition

REASONS = {
    "required": _("no answer"),
    "repeated": _("the same choice twice"),
    "unknown_choice": _("no such choice"),
    "exclusive": _("a choice that excludes the others, and another"),
    "too_few": _("too few choices"),
    "too_many": _("too many choices"),
}


class Command(BaseCommand):
    help = "Score a CSV file of answers. Writes CSV: the outcome, whether it tied, and the raw sum of each scale."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("quiz", metavar="FILE_OR_SLUG")
        parser.add_argument("answers", type=Path, metavar="ANSWERS.csv")

    def handle(self, *, quiz: str, answers: Path, **options: Any) -> None:
        definition = find_definition(quiz)
        rows = read_answers(definition, read_bytes(answers))
        output = csv.writer(self.stdout, lineterminator="\n")
        output.writerow(["outcome", "tie", *definition.scale_keys])
        for row in rows:
            output.writerow(self._scored(definition, row))

    def _scored(self, definition: Definition, row: AnswerRow) -> list[str | int]:
        if row.answers is None:
            return self._refused(definition, row, [str(_("more cells than columns"))])
        try:
            outcome = scoring.score(definition, row.answers)
        except scoring.IncompleteError as error:
            return self._refused(definition, row, [_reason(definition, row.answers, key) for key in error.missing])
        return [outcome.type, int(outcome.tie), *(outcome.sums[scale] for scale in definition.scale_keys)]

    def _refused(self, definition: Definition, row: AnswerRow, reasons: list[str]) -> list[str | int]:
        self.stderr.write(str(_("line %(line)d: %(reasons)s") % {"line": row.line, "reasons": ", ".join(reasons)}))
        return ["error", "", *("" for _scale in definition.scale_keys)]


def _reason(definition: Definition, answers: Answers, key: str) -> str:
    code = scoring.check_answer(definition.question(key), answers.get(key, ()))
    return f"{key}: {REASONS[code or 'required']}"
