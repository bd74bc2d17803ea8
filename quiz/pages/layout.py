"""The parts common to consumer pages: the context of quiz and brand, partial rendering for htmx, and caching."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django_htmx.http import reselect, retarget

from quiz import profiles
from quiz.models import Profile, Quiz, QuizVersion
from quiz.pages.framing import is_embedded
from quiz.pages.requests import ConsumerRequest

PUBLIC = "public, max-age=60"
IMMUTABLE = "public, max-age=31536000, immutable"

type Context = dict[str, object]


class PublicPage(HttpResponse):
    """A page that may be sent to any visitor unchanged; `on_repeat` is called whenever a copy is sent."""

    on_repeat: Callable[[], object]


def page_context(quiz: Quiz, version: QuizVersion) -> Context:
    """Return the context of every page of a version: quiz, definition, and the brand's look when it was published."""
    return {
        "quiz": quiz,
        "definition": version.definition,
        "brand": version.look,
        "look_url": reverse("look", args=[quiz.slug, version.number]),
    }


def brand_context(profile: Profile) -> Context:
    """Return the brand's context for pages of a person's data, with the look of the result that was kept last."""
    last = profiles.last_kept(profile)
    return {"brand": profile.brand, "look_url": reverse("look", args=last) if last else None}


def wants_part(request: ConsumerRequest) -> bool:
    """Return whether htmx requests only the main part of a page."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def render_step(
    request: ConsumerRequest, template: str, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """Render a page, or only its main part if htmx requests it."""
    if wants_part(request):
        template += "#main"
    page = render(request, template, context, status=status)
    patch_vary_headers(page, ["HX-Request"])
    return page


def show_whole(page: HttpResponse) -> HttpResponse:
    """Tell htmx to put this in place of the whole page, whichever part it requested."""
    page.headers["HX-Reswap"] = "outerHTML show:window:top"  # `reswap` is typed for the methods without modifiers
    return reselect(retarget(page, "#main"), "#main")


def publish_page(request: ConsumerRequest, page: HttpResponse, on_repeat: Callable[[], object] = bool) -> HttpResponse:
    """Return a page that caches may hold for a minute and that may be sent again, calling `on_repeat` each time.

    A framed page is not cacheable: it depends on the embedding site, which is known from the Referer only.
    """
    if is_embedded(request):
        page.headers["Cache-Control"] = "private, no-cache"
        return page
    public = PublicPage(page.content, status=page.status_code, headers=page.headers)
    public.headers["Cache-Control"] = PUBLIC
    public.on_repeat = on_repeat
    return public
