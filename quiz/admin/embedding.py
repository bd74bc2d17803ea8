"""The page with a quiz's address and the snippet that puts it into the brand's own site."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext

from catalog.models import Brand
from quiz.addresses import address
from quiz.admin.fetching import get_quiz
from quiz.embedding.loader import current_loader
from quiz.models import Quiz

SANDBOX = (
    "allow-forms allow-scripts allow-same-origin allow-popups "
    "allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
)
SCRIPT = """\
<script src="{loader}" async data-quiz="{slug}"></script>
<noscript><a href="{page}">{title}</a></noscript>"""
FIXED = """\
<script src="{loader}" integrity="{integrity}" crossorigin="anonymous" async data-quiz="{slug}"></script>
<noscript><a href="{page}">{title}</a></noscript>"""
FRAME = """\
<iframe src="{embed}" title="{title}" width="100%" height="640" loading="lazy"
  referrerpolicy="strict-origin" allow="clipboard-write; web-share"
  sandbox="{sandbox}"></iframe>
<p><a href="{page}" target="_blank" rel="noopener">{title}</a></p>"""


def snippet(model_admin: admin.ModelAdmin, request: HttpRequest, quiz_id: int) -> HttpResponse:
    quiz = get_quiz(model_admin, request, quiz_id)
    return _page(model_admin, request, quiz.brand, [quiz], quiz=quiz)


def snippets(model_admin: admin.ModelAdmin, request: HttpRequest, brand_id: int) -> HttpResponse:
    """Show the snippets of all quizzes of a brand."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    brand = get_object_or_404(Brand, pk=brand_id)
    return _page(model_admin, request, brand, brand.quizzes.filter(version__isnull=False))


def _page(
    model_admin: admin.ModelAdmin, request: HttpRequest, brand: Brand, quizzes: Iterable[Quiz], **context: Any
) -> HttpResponse:
    context |= model_admin.admin_site.each_context(request) | {
        "title": gettext("Put it on your site"),
        "opts": model_admin.opts,
        "brand": brand,
        "policy": f"script-src {settings.BASE_URL}; frame-src {settings.BASE_URL}",
        "rows": [_row(quiz) for quiz in quizzes],
    }
    return TemplateResponse(request, "admin/quiz/quiz/snippet.html", context)


def _row(quiz: Quiz) -> dict[str, Any]:
    """Return what a web engineer pastes: each way with a plain link for whoever sees no frames."""
    page, loader = address("taking:start_page", quiz.slug), current_loader()
    own = {"page": page, "slug": quiz.slug, "title": quiz.title}
    fixed = {"loader": address("fixed_loader", loader.hash), "integrity": loader.integrity}
    frame = {"embed": address("embed:start_page", quiz.slug), "sandbox": SANDBOX}
    return {
        "quiz": quiz,
        "id": str(quiz.pk),
        "page": page,
        "script": format_html(SCRIPT, loader=address("loader"), **own),
        "fixed": format_html(FIXED, **fixed, **own),
        "frame": format_html(FRAME, **frame, **own),
    }
