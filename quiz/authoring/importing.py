"""Import a quiz file as a draft, in one transaction. A second import replaces the draft."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.models import Brand
from quiz.authoring.cataloguing import write_purposes, write_types
from quiz.authoring.errors import FileProblem, QuizFileError
from quiz.authoring.pictures import find_pictures, store_pictures
from quiz.authoring.reading import read_definition
from quiz.authoring.writing import write_draft
from quiz.models import Quiz
from quiz.scoring import Definition


def import_quiz(document: Mapping[str, Any], *, folder: Path | None = None, brand: Brand | None = None) -> Quiz:
    """Create the quiz of the file's slug, or replace its draft; raise QuizFileError if the file is invalid.

    Pictures are read from `folder` and its subfolder `pictures`. `brand` overrides the brand of the file. Versions and
    responses stay unchanged.
    """
    definition = read_definition(document)
    found = find_pictures(definition, folder)
    with transaction.atomic():
        owner = brand or _named_brand(definition)
        quiz = _locked_quiz(definition, owner)
        pictures = store_pictures(found)
        types = write_types(definition, owner, pictures)
        purposes = write_purposes(definition, owner)
        write_draft(quiz, definition, types=types, purposes=purposes, pictures=pictures)
    return quiz


def _named_brand(definition: Definition) -> Brand:
    brand = Brand.objects.filter(key=definition.brand).first()
    if brand:
        return brand
    message = _("There is no brand “%(key)s”. Import the catalog of the brand first.") % {"key": definition.brand}
    raise QuizFileError([FileProblem("brand", message)])


def _locked_quiz(definition: Definition, brand: Brand) -> Quiz:
    quiz, _created = Quiz.objects.select_for_update().get_or_create(
        slug=definition.slug, defaults={"brand": brand, "title": definition.title}
    )
    if quiz.brand_id != brand.pk:
        raise QuizFileError([FileProblem("slug", _("A quiz of another brand has this address already."))])
    return quiz
