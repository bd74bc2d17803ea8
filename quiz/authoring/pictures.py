"""The pictures of a quiz file, which are all read before anything is stored."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ValidationError

from catalog.importing.pictures import find_picture, keep_picture
from catalog.pictures import Picture
from quiz.authoring.errors import FileProblem, raise_problems
from quiz.authoring.paths import pictured_in
from quiz.scoring import Definition

type Found = dict[str, Picture | str]


def find_pictures(definition: Definition, folder: Path | None) -> Found:
    """Return the pictures by name; raise QuizFileError for missing and unusable pictures."""
    found: Found = {}
    problems: list[FileProblem] = []
    for path, part in pictured_in(definition):
        if part.image and part.image not in found:
            try:
                found[part.image] = find_picture(part.image, folder)
            except ValidationError as error:
                problems.append(FileProblem(f"{path}.image", error.messages[0]))
    raise_problems(problems)
    return found


def store_pictures(found: Mapping[str, Picture | str]) -> dict[str, str]:
    """Store the pictures; return name → stored name."""
    return {name: keep_picture(picture) for name, picture in found.items()}
