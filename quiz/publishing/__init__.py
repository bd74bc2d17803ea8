"""Publishing: check a draft, freeze it as a numbered version, and open or close the quiz."""

from __future__ import annotations

from quiz.publishing.cards import card, card_hash, draw_cards, draw_missing_cards, version_with_card
from quiz.publishing.changes import describe
from quiz.publishing.checking import (
    Examination,
    Problem,
    examine,
    examine_draft,
    odds,
    problems,
    problems_of,
    to_examination,
)
from quiz.publishing.previewing import find_draft, preview_token
from quiz.publishing.releasing import NotPublishableError, UnchangedError, is_published, publish
from quiz.publishing.states import RetiredError, close, reopen, retire, stop

__all__ = [
    "Examination",
    "NotPublishableError",
    "Problem",
    "RetiredError",
    "UnchangedError",
    "card",
    "card_hash",
    "close",
    "describe",
    "draw_cards",
    "draw_missing_cards",
    "examine",
    "examine_draft",
    "find_draft",
    "is_published",
    "odds",
    "preview_token",
    "problems",
    "problems_of",
    "publish",
    "reopen",
    "retire",
    "stop",
    "to_examination",
    "version_with_card",
]
