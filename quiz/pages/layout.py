"""What consumer pages share: the quiz and brand that they show, their main part alone for htmx, and caching."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django_htmx.http import reselect, reswap, retarget

from quiz import profiles
from quiz.models import Profile, Quiz, QuizVersion
from quiz.pages.framing import is_embedded
from quiz.pages.requests import ConsumerRequest

PUBLIC = "public, max-age=60"
IMMUTABLE = "public, max-age=31536000, immutable"

type Context = dict[str, object]


class PublicPage(HttpResponse):
    """A page that everybody may get as it is; `on_repeat` is called each time it is sent again."""

    on_repeat: Callable[[], object]


def page_context(quiz: Quiz, version: QuizVersion) -> Context:
    """Return what every page of a version shows: the quiz, its definition, and the brand as it was published."""
    return {
        "quiz": quiz,
        "definition": version.definition,
        "brand": version.look,
        "look_url": reverse("look", args=[quiz.slug, version.number]),
    }


def brand_context(profile: Profile) -> Context:
    """Return what pages of a person's data show of the brand: its look as in the result that was kept last."""
    last = profiles.last_taken(profile)
    return {"brand": profile.brand, "look_url": reverse("look", args=last) if last else None}


def wants_part(request: ConsumerRequest) -> bool:
    """Tell whether htmx asks for the main part of a page only."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def render_step(
    request: ConsumerRequest, template: str, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """Render a page, or only its main part when htmx asks for it."""
    if wants_part(request):
        template += "#main"
    page = render(request, template, context, status=status)
    patch_vary_headers(page, ["HX-Request"])
    return page


def show_whole(page: HttpResponse) -> HttpResponse:
    """Let htmx show this in place of everything on the page, whichever part it asked for."""
    return reselect(retarget(reswap(page, "outerHTML show:window:top"), "#main"), "#main")


def publish_page(request: ConsumerRequest, page: HttpResponse, on_repeat: Callable[[], object] = bool) -> HttpResponse:
    """Let caches hold a page for a minute, and let it be sent again as it is, calling `on_repeat` each time.

    In a frame nobody may cache it, because the page differs by the embedding site, which only the Referer tells.
    """
    if is_embedded(request):
        page.headers["Cache-Control"] = "private, no-cache"
        return page
    public = PublicPage(page.content, status=page.status_code, headers=page.headers)
    public.headers["Cache-Control"] = PUBLIC
    public.on_repeat = on_repeat
    return public
