"""Publishing: the draft becomes a numbered version that never changes, and is put on the site or taken off it."""

from __future__ import annotations

from quiz.publishing.looks import BrandLook
from quiz.publishing.releasing import publish
from quiz.publishing.states import RetiredError, can_start, close, is_stopped, reopen, retire, stop
from quiz.publishing.versions import brand_look, definition_of

__all__ = [
    "BrandLook",
    "RetiredError",
    "brand_look",
    "can_start",
    "close",
    "definition_of",
    "is_stopped",
    "publish",
    "reopen",
    "retire",
    "stop",
]
