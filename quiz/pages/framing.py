"""Frames: whether a page is framed, which sites may frame it, and which frames may submit forms."""

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
    """Return whether a page is framed. Only the path decides, because an error page may have no view."""
    return request.path_info.startswith("/embed/")


def allow_framing(request: ConsumerRequest, brand: Brand) -> None:
    """Allow the brand's sites to frame this page if it is an embed page."""
    if is_embedded(request):
        request.framing = _frame_ancestors(brand.origins)


@lru_cache(maxsize=256)
def _frame_ancestors(origins: tuple[str, ...]) -> str:
    return frame_ancestors(origins)


def check_sandbox(request: ConsumerRequest, quiz: Quiz) -> None:
    """Refuse a form from a sandboxed frame (Origin: null), unless the brand's CMS is known to make such frames."""
    if request.verdict is Verdict.SANDBOXED and not quiz.brand.allow_sandboxed:
        raise Refusal(403, "sandboxed", quiz=quiz)
