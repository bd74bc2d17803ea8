"""Publishing: the draft becomes a numbered version that never changes, and is put on the site or taken off it."""

from __future__ import annotations

from quiz.publishing.cards import card, card_hash, version_with_card
from quiz.publishing.changes import describe
from quiz.publishing.checking import (
    Examination,
    Problem,
    examine,
    examine_draft,
    odds,
    problems,
    problems_of,
    refusal,
)
from quiz.publishing.looks import BrandLook
from quiz.publishing.previewing import find_draft, preview_token
from quiz.publishing.releasing import NotPublishableError, UnchangedError, is_published, publish
from quiz.publishing.states import RetiredError, can_start, close, is_stopped, reopen, retire, stop
from quiz.publishing.versions import brand_look, definition_of, version_with_type

__all__ = [
    "BrandLook",
    "Examination",
    "NotPublishableError",
    "Problem",
    "RetiredError",
    "UnchangedError",
    "brand_look",
    "can_start",
    "card",
    "card_hash",
    "close",
    "definition_of",
    "describe",
    "examine",
    "examine_draft",
    "find_draft",
    "is_published",
    "is_stopped",
    "odds",
    "preview_token",
    "problems",
    "problems_of",
    "publish",
    "refusal",
    "reopen",
    "retire",
    "stop",
    "version_with_card",
    "version_with_type",
]
