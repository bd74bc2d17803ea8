"""Every picture that a quiz file names, found before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ValidationError

from catalog.importing.pictures import find_picture, keep_picture
from catalog.pictures import Picture
from quiz.authoring.errors import FileProblem, refuse
from quiz.authoring.places import pictured_in
from quiz.scoring import Definition

type Found = dict[str, Picture | str]


def find_pictures(definition: Definition, folder: Path | None) -> Found:
    """Return what each named picture is to be kept as. QuizFileError names all that are missing or unusable."""
    found: Found = {}
    problems: list[FileProblem] = []
    for path, part in pictured_in(definition):
        if part.image and part.image not in found:
            try:
                found[part.image] = find_picture(part.image, folder)
            except ValidationError as error:
                problems.append(FileProblem(f"{path}.image", error.messages[0]))
    refuse(problems)
    return found


def keep_pictures(found: Mapping[str, Picture | str]) -> dict[str, str]:
    """Write the pictures and return the stored name of each."""
    return {name: keep_picture(picture) for name, picture in found.items()}
