"""Sharing: the public page of a type, its share picture, oEmbed, the sitemap and robots.txt."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from quiz import publishing
from quiz.addresses import absolute, address
from quiz.models import Quiz, QuizVersion
from quiz.pages import types
from quiz.pages.fetching import get_quiz
from quiz.pages.gate import consumer
from quiz.pages.layout import IMMUTABLE, publish_page
from quiz.pages.requests import ConsumerRequest
from quiz.pages.slots import render_shared

QUIZ_PATH = re.compile(r"/(?:embed/)?q/([A-Za-z0-9][A-Za-z0-9_-]{0,49})/(?:t/[A-Za-z0-9_-]+)?")
FRAME_WIDTH, FRAME_HEIGHT = 480, 640


@consumer
@require_safe
def type_page(request: ConsumerRequest, slug: str, type_key: str) -> HttpResponse:
    quiz, version = get_type(request, slug, type_key)
    if quiz.can_start(now=timezone.now()):
        page = render_shared(request, types.type_page, quiz, version, types.TypeKey(type=type_key), values={})
    else:
        others = Quiz.objects.listed().filter(brand=quiz.brand)
        context = types.type_context(quiz, version, type_key) | {"can_start": False, "other_quizzes": others}
        page = render(request, types.TYPE, context)
    return publish_page(request, page)


def get_type(request: ConsumerRequest, slug: str, type_key: str) -> tuple[Quiz, QuizVersion]:
    """Return a quiz and its newest version with the type; for an old link this is not the current version."""
    quiz = get_quiz(request, slug)
    if type_key in quiz.published.definition.type_keys:
        return quiz, quiz.published
    version = quiz.versions.newest_with_type(type_key)
    if version is None:
        raise Http404
    return quiz, version


@require_safe
def card(request: HttpRequest, slug: str, type_key: str, digest: str) -> HttpResponse:
    """Serve a share picture by the hash of its content."""
    quiz = Quiz.objects.filter(slug=slug, version__isnull=False).first()
    version = publishing.version_with_card(quiz, type_key, digest) if quiz else None
    content = publishing.card(version, type_key) if version else None
    if not content:
        raise Http404
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": IMMUTABLE})


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """Return the oEmbed 1.0 data of a quiz, for a URL of one of its pages."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse("Only JSON.\n", status=501, content_type="text/plain")
    hosts = {request.get_host(), urlsplit(settings.BASE_URL).netloc}
    quiz = find_quiz_by_url(request.GET.get("url", "")[:500], hosts=hosts)
    if not quiz:
        raise Http404
    return JsonResponse(oembed_data(quiz, request.GET.get("maxwidth", ""), request.GET.get("maxheight", "")))


def find_quiz_by_url(address: str, *, hosts: set[str]) -> Quiz | None:
    """Return the open quiz of a URL of this site, or None; behind some proxies the site has several hosts."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    is_ours = parts.scheme in {"http", "https"} and parts.netloc in hosts
    found = QUIZ_PATH.fullmatch(parts.path) if is_ours else None
    return Quiz.objects.listed().filter(slug=found[1]).first() if found else None


def oembed_data(quiz: Quiz, max_width: str, max_height: str) -> dict[str, object]:
    width, height = clamp_size(FRAME_WIDTH, max_width), clamp_size(FRAME_HEIGHT, max_height)
    source = address("embed:start_page", quiz.slug)
    attributes = f'src="{source}" width="{width}" height="{height}" loading="lazy" referrerpolicy="strict-origin"'
    return {
        "version": "1.0",
        "type": "rich",
        "title": quiz.title,
        "provider_name": quiz.brand.name,
        "provider_url": absolute("/"),
        "cache_age": 3600,
        "width": width,
        "height": height,
        "html": f"<iframe {attributes}></iframe>",
    }


def clamp_size(size: int, asked: str) -> int:
    return min(size, max(int(asked), 1)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else size


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the start pages and type pages of all open quizzes."""
    paths = ["/"]
    for quiz in Quiz.objects.listed():
        paths.append(reverse("taking:start_page", args=[quiz.slug]))
        keys = quiz.published.definition.type_keys
        paths += [reverse("taking:type_page", args=[quiz.slug, key]) for key in keys]
    context = {"addresses": [absolute(path) for path in paths]}
    return render(request, "quiz/taking/sitemap.xml", context, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /me/", "Disallow: /q/*/a/", "Disallow: /q/*/r/"]
    text = "\n".join([*lines, f"Sitemap: {address('sitemap')}", ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
