from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from quiz import authoring, publishing
from quiz.management.quiz_page import draw
from quiz.management.sources import find_quiz, is_file, read_bytes
from quiz.publishing import Examination
from quiz.scoring import Definition


class Command(BaseCommand):
    help = "Tell what speaks against publishing a quiz, and how often each type comes out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("quiz", metavar="FILE_OR_SLUG")
        parser.add_argument("--json", action="store_true", help="write JSON instead of a page to read")

    def handle(self, *, quiz: str, **options: Any) -> None:
        definition, found = _examine(quiz)
        if options["json"]:
            self.stdout.write(json.dumps(_data(found), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(draw(definition, found)))
        if not found.is_publishable:
            raise CommandError(_("The quiz cannot be published as it is."))


def _examine(source: str) -> tuple[Definition | None, Examination]:
    if not is_file(source):
        quiz = find_quiz(source)
        definition = authoring.draft(quiz)
        return definition, publishing.examine(definition, brand=quiz.brand)
    try:
        definition = authoring.read_definition(authoring.parse_document(read_bytes(Path(source))))
    except authoring.QuizFileError as error:
        return None, publishing.to_examination(error)
    return definition, publishing.examine(definition)


def _data(found: Examination) -> dict[str, Any]:
    odds = found.odds
    types = odds.types if odds else {}
    return {
        "exact": bool(odds and odds.exact),
        "paths": odds.paths if odds else 0,
        "ties": float(odds.ties) if odds else 0.0,
        "types": {key: {"share": float(each.share), "witness": _lists(each.witness)} for key, each in types.items()},
        "problems": [asdict(problem) | {"message": str(problem.message)} for problem in found.problems],
    }


def _lists(witness: Any) -> dict[str, list[str]] | None:
    return None if witness is None else {key: list(choices) for key, choices in witness.items()}
