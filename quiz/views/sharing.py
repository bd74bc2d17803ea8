"""What a shared link opens: the public page of a type, its picture, and what other sites ask about a quiz."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from quiz import publishing
from quiz.models import Quiz, QuizVersion
from quiz.views.consumer import consumer, page_context, publish_page
from quiz.views.fetching import get_quiz
from quiz.views.rendering import render_kept

TYPE = "quiz/taking/type.html"
FOR_EVER = "public, max-age=31536000, immutable"
QUIZ_PATH = re.compile(r"/(?:embed/)?q/([A-Za-z0-9][A-Za-z0-9_-]{0,49})/(?:t/[A-Za-z0-9_-]+)?")
FRAME_WIDTH, FRAME_HEIGHT = 480, 640


def card_address(slug: str, version_id: int, type_key: str) -> str:
    """Return the path of a type's share picture; it changes when the picture does."""
    return reverse("card", args=[slug, type_key, publishing.card_hash(version_id, type_key)])


@consumer
@require_safe
def type_page(request: HttpRequest, slug: str, type_key: str) -> HttpResponse:
    quiz, version = get_type(request, slug, type_key)
    can_start = publishing.can_start(quiz, now=timezone.now())
    if can_start:
        page = render_kept(
            request, TYPE, (quiz, version), type_key, context=lambda: type_context(quiz, version, type_key), values={}
        )
    else:
        others = Quiz.objects.listed().filter(brand=quiz.brand)
        page = render(
            request, TYPE, type_context(quiz, version, type_key) | {"can_start": False, "other_quizzes": others}
        )
    return publish_page(request, page)


def type_context(quiz: Quiz, version: QuizVersion, type_key: str) -> dict[str, object]:
    definition = publishing.definition_of(version.pk)
    shown = definition.type(type_key)
    card_url = settings.BASE_URL + card_address(quiz.slug, version.pk, type_key)
    return page_context(quiz, version) | {
        "type": shown,
        "others": [each for each in definition.types if each.key != type_key],
        "can_start": True,
        "card_url": card_url,
        "structured_data": structured_data(quiz, shown.name, card_url),
    }


def get_type(request: HttpRequest, slug: str, type_key: str) -> tuple[Quiz, QuizVersion]:
    """Return a quiz with the newest version that has the type: the present one, or for an old link an earlier one."""
    quiz = get_quiz(request, slug)
    if type_key in publishing.definition_of(quiz.version_id).type_keys:
        return quiz, quiz.version
    version = publishing.version_with_type(quiz, type_key)
    if version is None:
        raise Http404
    return quiz, version


def structured_data(quiz: Quiz, name: str, card_url: str) -> str:
    """Return what the page is about as JSON-LD. It is printed into the page, so `<` may not stand in it."""
    site = settings.BASE_URL
    crumbs = [(quiz.title, reverse("taking:start_page", args=[quiz.slug]))]
    data = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": name,
        "primaryImageOfPage": {"@type": "ImageObject", "url": card_url, "width": 1200, "height": 630},
        "isPartOf": {"@type": "WebSite", "name": quiz.brand.name, "url": f"{site}/"},
        "breadcrumb": {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": words, "item": site + path}
                for place, (words, path) in enumerate(crumbs, 1)
            ],
        },
    }
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


@require_safe
def card(request: HttpRequest, slug: str, type_key: str, digest: str) -> HttpResponse:
    """Serve a share picture under the address that belongs to what it shows."""
    quiz = Quiz.objects.filter(slug=slug, version__isnull=False).first()
    version = quiz and publishing.version_with_card(quiz, type_key, digest)
    if version is None:
        raise Http404
    content = publishing.card(version.pk, type_key)
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": FOR_EVER})


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """Tell a site how to show a quiz by its address (oEmbed 1.0)."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse("Only JSON.\n", status=501, content_type="text/plain")
    quiz = quiz_at(request.GET.get("url", "")[:500], hosts={request.get_host(), urlsplit(settings.BASE_URL).netloc})
    if not quiz:
        raise Http404
    return JsonResponse(oembed_data(quiz, request.GET.get("maxwidth", ""), request.GET.get("maxheight", "")))


def quiz_at(address: str, *, hosts: set[str]) -> Quiz | None:
    """Return the open quiz that an address of this site is about; it goes by several hosts behind some proxies."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    is_ours = parts.scheme in {"http", "https"} and parts.netloc in hosts
    found = QUIZ_PATH.fullmatch(parts.path) if is_ours else None
    return Quiz.objects.listed().filter(slug=found[1]).first() if found else None


def oembed_data(quiz: Quiz, max_width: str, max_height: str) -> dict[str, object]:
    width, height = limit(FRAME_WIDTH, max_width), limit(FRAME_HEIGHT, max_height)
    address = settings.BASE_URL + reverse("embed:start_page", args=[quiz.slug])
    attributes = f'src="{address}" width="{width}" height="{height}" loading="lazy" referrerpolicy="strict-origin"'
    return {
        "version": "1.0",
        "type": "rich",
        "title": quiz.title,
        "provider_name": quiz.brand.name,
        "provider_url": f"{settings.BASE_URL}/",
        "cache_age": 3600,
        "width": width,
        "height": height,
        "html": f"<iframe {attributes}></iframe>",
    }


def limit(size: int, asked: str) -> int:
    return min(size, max(int(asked), 1)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else size


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the start pages and type pages of every open quiz."""
    paths = ["/"]
    for quiz in Quiz.objects.listed():
        paths.append(reverse("taking:start_page", args=[quiz.slug]))
        keys = publishing.definition_of(quiz.version_id).type_keys
        paths += [reverse("taking:type_page", args=[quiz.slug, key]) for key in keys]
    context = {"addresses": [settings.BASE_URL + path for path in paths]}
    return render(request, "quiz/taking/sitemap.xml", context, content_type="application/xml")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /me/", "Disallow: /q/*/a/", "Disallow: /q/*/r/"]
    text = "\n".join([*lines, f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}", ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
