"""The picture that a shared link shows: a type, drawn once for each way it looks.

A card shows the type, its quiz and its brand as they were published, never anything of a person. Its name follows from
all that it shows, so its address may be cached for ever.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from quiz.models import Quiz, QuizVersion

MOST_VERSIONS = 50  # are looked through for a card, so that guesses cost little
DESIGN = 1  # grows when cards are drawn otherwise, so that old addresses keep the old card


def card_hash(version: QuizVersion, type_key: str) -> str:
    """Return what stands in a card's address: it changes when anything that the card shows does."""
    shown = [DESIGN, asdict(version.look), version.definition.title]
    type_ = version.definition.type(type_key)
    shown += [type_.name, type_.tagline, type_.color, type_.image]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:32]


def version_with_card(quiz: Quiz, type_key: str, digest: str) -> QuizVersion | None:
    """Return the newest version that shows a type under this hash: results of earlier versions go on showing theirs."""
    versions = quiz.versions.defer("snapshot", "changes").order_by("-number")[:MOST_VERSIONS]
    having = (version for version in versions if type_key in version.definition.type_keys)
    return next((version for version in having if card_hash(version, type_key) == digest), None)


def card(version: QuizVersion, type_key: str) -> bytes:
    """Return the card of a type as PNG; it is drawn the first time and kept."""
    storage = FileSystemStorage(allow_overwrite=True)
    name = f"cards/{card_hash(version, type_key)}.png"
    if not storage.exists(name):
        from quiz.publishing.drawing import draw  # with all that draws; few processes ever do

        storage.save(name, ContentFile(draw(version, type_key)))
    with storage.open(name) as file:
        return file.read()
