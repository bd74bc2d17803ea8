"""Signed links to preview a draft, valid for LINK_LIFE."""

from __future__ import annotations

from datetime import timedelta

from quiz import tokens
from quiz.models import Quiz

LINK_LIFE = timedelta(hours=12)


def preview_token(quiz: Quiz) -> str:
    """Return the token of a link to preview the draft of a quiz."""
    return tokens.sign("preview", quiz.pk)


def find_draft(token: str) -> Quiz | None:
    """Return the quiz of a preview link; None if the link is forged or expired, or the quiz was deleted."""
    key = tokens.unsign("preview", token, max_age=int(LINK_LIFE.total_seconds()))
    return Quiz.objects.with_version().filter(pk=key).first() if key else None
