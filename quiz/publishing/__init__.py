"""Publishing: the draft becomes a numbered version that never changes."""

from __future__ import annotations

from quiz.publishing.looks import BrandLook
from quiz.publishing.releasing import publish
from quiz.publishing.versions import brand_look, definition_of

__all__ = ["BrandLook", "brand_look", "definition_of", "publish"]
