"""Frames: whether a page is shown in one, which sites may frame it, and which frames may submit."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest

from catalog.models import Brand
from catalog.origins import frame_ancestors
from quiz.models import Quiz
from quiz.pages.origin import Verdict
from quiz.pages.refusals import Refusal
from quiz.pages.requests import ConsumerRequest


def is_embedded(request: HttpRequest) -> bool:
    """Tell whether a page is shown in a frame. The address alone says so: an error page may have no view."""
    return request.path_info.startswith("/embed/")


def allow_framing(request: ConsumerRequest, brand: Brand) -> None:
    """Let the brand's sites frame this page, when it is one of the embed pages."""
    if is_embedded(request):
        request.framing = _ancestors(brand.origins)


@lru_cache(maxsize=256)
def _ancestors(origins: tuple[str, ...]) -> str:
    return frame_ancestors(origins)


def check_sandbox(request: ConsumerRequest, quiz: Quiz) -> None:
    """Refuse a form from a frame without an origin, unless the brand says that its CMS makes such frames."""
    if request.verdict is Verdict.SANDBOXED and not quiz.brand.allow_sandboxed:
        raise Refusal(403, "sandboxed", quiz=quiz)
