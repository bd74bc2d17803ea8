"""Cards: the picture of a type that a shared link shows, drawn once per content.

A card shows the type, its quiz and its brand as they were published, and no personal data. Its file name is a hash of
its content, so its URL can be cached permanently.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

from django.core.files.base import ContentFile
from django.db.models import QuerySet

from catalog.storage import WholeFileStorage
from quiz.models import Quiz, QuizVersion

MAX_VERSIONS = 50  # the versions that are searched for a card; limits the cost of guessed hashes
PNG_END = b"IEND\xaeB`\x82"  # a file without it was truncated: earlier releases did not write files atomically
DESIGN = 1  # increase it when the drawing changes, so that old URLs keep the old card


def card_hash(version: QuizVersion, type_key: str) -> str:
    """Return the hash of a card's content, which is part of its URL."""
    shown = [DESIGN, asdict(version.look), version.definition.title]
    type_ = version.definition.type(type_key)
    shown += [type_.name, type_.tagline, type_.color, type_.image]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:32]


def version_with_card(quiz: Quiz, type_key: str, digest: str) -> QuizVersion | None:
    """Return the newest version whose card of a type has this hash; it may be an earlier version."""
    having = (version for version in _shared_versions(quiz) if type_key in version.definition.type_keys)
    return next((version for version in having if card_hash(version, type_key) == digest), None)


def card(version: QuizVersion, type_key: str) -> bytes | None:
    """Return the stored card of a type as PNG; None if it is not drawn yet. Drawing is too slow for a request."""
    try:
        with WholeFileStorage().open(_card_path(version, type_key)) as file:
            content = file.read()
    except FileNotFoundError:
        return None
    return content if content.endswith(PNG_END) else None


def draw_cards(version: QuizVersion) -> int:
    """Draw the missing cards of a version; return their number."""
    missing = [key for key in version.definition.type_keys if card(version, key) is None]
    for type_key in missing:
        from quiz.publishing.drawing import draw  # imports large libraries that few processes need

        WholeFileStorage().save(_card_path(version, type_key), ContentFile(draw(version, type_key)))
    return len(missing)


def draw_missing_cards(quiz: Quiz) -> int:
    """Draw the missing cards of all versions that links to the quiz may show; return their number."""
    return sum(map(draw_cards, _shared_versions(quiz)))


def _shared_versions(quiz: Quiz) -> QuerySet[QuizVersion]:
    return quiz.versions.defer("snapshot", "changes").order_by("-number")[:MAX_VERSIONS]


def _card_path(version: QuizVersion, type_key: str) -> str:
    return f"cards/{card_hash(version, type_key)}.png"
