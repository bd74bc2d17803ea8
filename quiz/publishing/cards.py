"""The picture that a shared link shows: a type, drawn once for each way it looks.

A card shows the type, its quiz and its brand as they were published, never anything of a person. Its name follows from
all that it shows, so its address may be cached for ever.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

from django.core.files.base import ContentFile
from django.db.models import QuerySet

from catalog.storage import WholeFileStorage
from quiz.models import Quiz, QuizVersion

MOST_VERSIONS = 50  # are looked through for a card, so that guesses cost little
PNG_END = b"IEND\xaeB`\x82"  # without it, a file from before files were renamed into place was cut short
DESIGN = 1  # grows when cards are drawn otherwise, so that old addresses keep the old card


def card_hash(version: QuizVersion, type_key: str) -> str:
    """Return what stands in a card's address: it changes when anything that the card shows does."""
    shown = [DESIGN, asdict(version.look), version.definition.title]
    type_ = version.definition.type(type_key)
    shown += [type_.name, type_.tagline, type_.color, type_.image]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:32]


def version_with_card(quiz: Quiz, type_key: str, digest: str) -> QuizVersion | None:
    """Return the newest version that shows a type under this hash: results of earlier versions go on showing theirs."""
    having = (version for version in _shared_versions(quiz) if type_key in version.definition.type_keys)
    return next((version for version in having if card_hash(version, type_key) == digest), None)


def card(version: QuizVersion, type_key: str) -> bytes | None:
    """Return the card of a type as PNG. None when it has not been drawn, which takes too long for a visit."""
    try:
        with WholeFileStorage().open(_name(version, type_key)) as file:
            content = file.read()
    except FileNotFoundError:
        return None
    return content if content.endswith(PNG_END) else None


def draw_cards(version: QuizVersion) -> int:
    """Draw the cards of a version that are missing, and return how many were."""
    missing = [key for key in version.definition.type_keys if card(version, key) is None]
    for type_key in missing:
        from quiz.publishing.drawing import draw  # with all that draws, which most processes never need

        WholeFileStorage().save(_name(version, type_key), ContentFile(draw(version, type_key)))
    return len(missing)


def draw_missing_cards(quiz: Quiz) -> int:
    """Draw what is missing of the cards that links to this quiz show, and return how many were."""
    return sum(map(draw_cards, _shared_versions(quiz)))


def _shared_versions(quiz: Quiz) -> QuerySet[QuizVersion]:
    return quiz.versions.defer("snapshot", "changes").order_by("-number")[:MOST_VERSIONS]


def _name(version: QuizVersion, type_key: str) -> str:
    return f"cards/{card_hash(version, type_key)}.png"
